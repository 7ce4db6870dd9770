// How it works: all rows are scaled to length 1 once, so a cosine is one product. Products are computed for 256 rows at
// a time by the processor's kernel, then offered one by one to a heap of the best.
#include "neighbors/exact.h"

#include <array>
#include <cmath>

#include "neighbors/best.h"

namespace segue::neighbors {
namespace {

constexpr std::uint32_t kBlock = 256;  // rows whose cosines are computed before the first is visited

}  // namespace

ExactIndex::ExactIndex(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension,
                       const vectors::Kernels& kernels)
    : unit_(matrix.begin(), matrix.begin() + static_cast<std::ptrdiff_t>(std::size_t{rows} * dimension)),
      rows_(rows),
      dimension_(dimension),
      kernels_(&kernels) {
  for (std::uint32_t r = 0; r < rows_; ++r) {
    float* row = unit_.data() + std::size_t{r} * dimension_;
    const float length = std::sqrt(kernels_->dot(row, row, dimension_));
    for (std::uint32_t i = 0; length > 0 && i < dimension_; ++i) row[i] /= length;
  }
}

template <class Visit>
void ExactIndex::each_product(const float* with, Visit visit) const {
  std::array<float, kBlock> products{};
  for (std::uint32_t from = 0; from < rows_; from += kBlock) {
    const std::uint32_t count = std::min(kBlock, rows_ - from);
    kernels_->scan(row(from).data(), dimension_, count, with, dimension_, products.data());
    for (std::uint32_t i = 0; i < count; ++i) visit(from + i, products[i]);
  }
}

std::vector<Neighbor> ExactIndex::nearest(std::span<const float> query, std::size_t most, const Filter& admits) const {
  const float length = std::sqrt(kernels_->dot(query.data(), query.data(), dimension_));
  if (most == 0 || length == 0) return {};
  Best best(most);
  each_product(query.data(), [&](std::uint32_t row, float product) {
    // Rows have length 1, so only the query's length is missing.
    const Neighbor one{row, product / length};
    // The filter is asked only about rows that would be kept.
    if (best.wants(one) && (!admits || admits(row))) best.offer(one);
  });
  return best.take();
}

float ExactIndex::cosine(std::uint32_t a, std::uint32_t b) const {
  return kernels_->dot(row(a).data(), row(b).data(), dimension_);
}

std::uint32_t ExactIndex::nearer(std::uint32_t of, float than) const {
  std::uint32_t count = 0;
  each_product(row(of).data(), [&](std::uint32_t row, float product) {
    if (row != of && product > than) ++count;
  });
  return count;
}

}  // namespace segue::neighbors
