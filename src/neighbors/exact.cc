#include "neighbors/exact.h"

#include <algorithm>
#include <cmath>

#include "vectors/arithmetic.h"

namespace segue::neighbors {
namespace {

using vectors::dot;

bool is_better(const Neighbor& a, const Neighbor& b) {
  return a.cosine != b.cosine ? a.cosine > b.cosine : a.row < b.row;
}

}  // namespace

ExactIndex::ExactIndex(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension)
    : unit_(matrix.begin(), matrix.begin() + static_cast<std::ptrdiff_t>(std::size_t{rows} * dimension)),
      rows_(rows),
      dimension_(dimension) {
  for (std::uint32_t r = 0; r < rows_; ++r) {
    float* row = unit_.data() + std::size_t{r} * dimension_;
    const float length = std::sqrt(dot(row, row, dimension_));
    for (std::uint32_t i = 0; length > 0 && i < dimension_; ++i) row[i] /= length;
  }
}

std::vector<Neighbor> ExactIndex::nearest(std::span<const float> query, std::size_t most, const Filter& admits) const {
  const float length = std::sqrt(dot(query.data(), query.data(), dimension_));
  std::vector<Neighbor> heap;  // the worst of the best on top
  if (most == 0 || length == 0) return heap;
  for (std::uint32_t row = 0; row < rows_; ++row) {
    const Neighbor one{row, dot(query.data(), unit_.data() + std::size_t{row} * dimension_, dimension_) / length};
    if (heap.size() == most && !is_better(one, heap.front())) continue;
    if (admits && !admits(row)) continue;
    if (heap.size() == most) {
      std::pop_heap(heap.begin(), heap.end(), is_better);
      heap.pop_back();
    }
    heap.push_back(one);
    std::push_heap(heap.begin(), heap.end(), is_better);
  }
  std::sort_heap(heap.begin(), heap.end(), is_better);
  return heap;
}

std::vector<Neighbor> ExactIndex::nearest_to_row(std::uint32_t row, std::size_t most) const {
  return nearest(unit_row(row), most, [row](std::uint32_t other) { return other != row; });
}

float ExactIndex::cosine(std::uint32_t a, std::uint32_t b) const {
  return dot(unit_row(a).data(), unit_row(b).data(), dimension_);
}

}  // namespace segue::neighbors
