// Rows of floats as the trainer wants them: each begins at a cache line, all lie in huge pages where the kernel gives
// them.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace segue::embed {

// Rows that lie elsewhere, `stride` floats apart.
struct Rows {
  const float* first = nullptr;
  std::size_t stride = 0, n = 0;
  std::span<const float> operator[](std::uint32_t row) const { return {first + row * stride, n}; }
};

class Matrix {
 public:
  // Of zeros. Throws Error(usage) when there is not so much memory.
  Matrix(std::uint32_t rows, std::uint32_t n);
  float* row(std::uint32_t r) { return numbers_.get() + r * stride_; }
  const float* row(std::uint32_t r) const { return numbers_.get() + r * stride_; }
  Rows rows() const { return {numbers_.get(), stride_, n_}; }
  std::uint32_t count() const { return count_; }
  // Numbers from one row to the next: loops that go so far need no rest, and what fills a row up stays zero.
  std::size_t stride() const { return stride_; }
  // Row by row without what fills them up; what it held is gone.
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
