// Rows begin at cache lines. The memory is mapped and not allocated, so that it is zero without being written and can
// be in huge pages.
#include "embed/matrix.h"

#include <fmt/core.h>
#include <sys/mman.h>

#include <algorithm>

#include "base/error.h"

namespace segue::embed {
namespace {

constexpr std::size_t kLine = 16;  // floats in a cache line

float* mapped(std::size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    throw base::Error(
        base::Fault::usage,
        fmt::format("the vectors need {} MB of memory, which cannot be had: lower --dimension or raise --min-count",
                    bytes >> 20));
  madvise(memory, bytes, MADV_HUGEPAGE);  // if refused, small pages are good enough
  return static_cast<float*>(memory);
}

}  // namespace

void Matrix::Unmap::operator()(float* numbers) const {
  munmap(numbers, bytes);
}

Matrix::Matrix(std::uint32_t rows, std::uint32_t n)
    : count_(rows), n_(n), stride_((n + kLine - 1) / kLine * kLine), numbers_(nullptr, Unmap{0}) {
  const std::size_t bytes = std::max<std::size_t>(rows * stride_ * sizeof(float), 1);
  numbers_ = {mapped(bytes), Unmap{bytes}};
}

std::vector<float> Matrix::take() {
  std::vector<float> all;
  all.reserve(count_ * n_);
  for (std::uint32_t r = 0; r < count_; ++r) all.insert(all.end(), row(r), row(r) + n_);
  numbers_.reset();
  return all;
}

}  // namespace segue::embed
