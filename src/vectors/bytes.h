// Products of rows of signed bytes, one table of functions for each vector unit. Whole numbers: every unit gives the
// same. Rows hold at most 50,000 numbers, each in -127 … 127.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace segue::vectors {

struct ByteKernels {
  const char* unit;  // of Kernels
  std::int32_t (*dot)(const std::int8_t* a, const std::int8_t* b, std::size_t n);
  // out[i] = row i of a matrix, its rows `n` bytes apart, · x
  void (*scan)(const std::int8_t* matrix, std::size_t count, const std::int8_t* x, std::size_t n, std::int32_t* out);
};

// All that this processor can run, the fastest first; AVX-512 has two, with and without VNNI.
std::vector<ByteKernels> byte_tables();

// The fastest for the unit that kernels() takes; a processor whose AVX-512 has no products of bytes gets AVX2's.
const ByteKernels& byte_kernels();
// Throws Error(usage) for a unit that is not there.
const ByteKernels& byte_kernels_of(const std::string& unit);

}  // namespace segue::vectors
