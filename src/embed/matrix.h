// Rows of floats for the trainer: each row begins at a cache line, and the memory is in huge pages if the kernel gives
// them.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace segue::embed {

// A view of rows that are `stride` floats apart.
struct Rows {
  const float* first = nullptr;
  std::size_t stride = 0, n = 0;
  std::span<const float> operator[](std::uint32_t row) const { return {first + row * stride, n}; }
};

class Matrix {
 public:
  // Makes a matrix of zeros. Throws Error(usage) if there is not enough memory.
  Matrix(std::uint32_t rows, std::uint32_t n);
  float* row(std::uint32_t r) { return numbers_.get() + r * stride_; }
  const float* row(std::uint32_t r) const { return numbers_.get() + r * stride_; }
  Rows rows() const { return {numbers_.get(), stride_, n_}; }
  std::uint32_t count() const { return count_; }
  // Floats from one row to the next, a multiple of 16. Loops run over the whole stride, so they have no remainder to
  // handle; the padding stays zero.
  std::size_t stride() const { return stride_; }
  // Returns the rows without padding and frees the matrix.
  std::vector<float> take();

 private:
  struct Unmap {
    std::size_t bytes;
    void operator()(float* numbers) const;
  };
  std::uint32_t count_;
  std::size_t n_, stride_;
  std::unique_ptr<float, Unmap> numbers_;
};

}  // namespace segue::embed
