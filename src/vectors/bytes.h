// Dot products of rows of signed bytes, one table of functions for each vector unit. The numbers are whole, so every
// unit gives the same result. A row has at most 50,000 numbers, each in -127 … 127.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace segue::vectors {

struct ByteKernels {
  const char* unit;  // a name of Kernels::unit
  std::int32_t (*dot)(const std::int8_t* a, const std::int8_t* b, std::size_t n);
  // out[i] = (row i of a matrix whose rows are `n` bytes apart) · x
  void (*scan)(const std::int8_t* matrix, std::size_t count, const std::int8_t* x, std::size_t n, std::int32_t* out);
};

// Returns all tables that this processor can run, the fastest first. AVX-512 has two, with and without VNNI.
std::vector<ByteKernels> byte_tables();

// Returns the fastest table for the unit of kernels(). A processor whose AVX-512 cannot multiply bytes gets the table
// of AVX2.
const ByteKernels& byte_kernels();
// Throws Error(usage) for a unit that this processor lacks.
const ByteKernels& byte_kernels_of(const std::string& unit);

}  // namespace segue::vectors
