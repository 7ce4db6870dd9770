// How the alias method works: each row gets one cell with the mean weight. A row with less leaves part of its cell to
// one row with more, until every cell is filled by at most two rows. A draw picks a cell, then one of its two rows, so
// its cost does not depend on the number of rows.
#include "embed/negatives.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace segue::embed {
namespace {

constexpr std::size_t kAhead = 512;   // draws made in one go, so that their reads of the table overlap
constexpr std::size_t kFetched = 32;  // rows of the next draws that are prefetched at most

std::uint32_t threshold_of(double share) {
  return share >= 1 ? 0xFFFFFFFF : static_cast<std::uint32_t>(std::max(0.0, share) * 0x1p32);
}

}  // namespace

NegativeTable::NegativeTable(std::span<const std::uint64_t> counts, float exponent) : cells_(counts.size()) {
  std::vector<double> weights(counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i)
    weights[i] = std::pow(static_cast<double>(counts[i]), static_cast<double>(exponent));
  const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(counts.size());
  std::vector<std::uint32_t> poor, rich;
  for (std::uint32_t i = 0; i < counts.size(); ++i) {
    weights[i] /= mean;
    (weights[i] < 1 ? poor : rich).push_back(i);
    // A cell that gets no alias names its own row twice, so rounding in the sums above cannot draw a wrong row.
    cells_[i] = {0xFFFFFFFF, i};
  }
  while (!poor.empty() && !rich.empty()) {
    const std::uint32_t low = poor.back(), high = rich.back();
    poor.pop_back();
    cells_[low] = {threshold_of(weights[low]), high};
    // The rich row has given the poor row's cell its missing part.
    weights[high] -= 1 - weights[low];
    if (weights[high] < 1) {
      rich.pop_back();
      poor.push_back(high);
    }
  }
}

std::span<const std::uint32_t> NegativeStream::take(std::size_t count) {
  // Twice the count, because the draws after those taken are prefetched below.
  if (drawn_.size() - at_ < 2 * count) {
    drawn_.erase(drawn_.begin(), drawn_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    const std::size_t left = drawn_.size();
    drawn_.resize(2 * count + kAhead);
    for (std::size_t i = left; i < drawn_.size(); ++i) drawn_[i] = table_->draw(random_);
  }
  const std::span<const std::uint32_t> taken{drawn_.data() + at_, count};
  at_ += count;
  for (std::size_t i = at_; i < at_ + std::min(count, kFetched); ++i)
    prefetch_row(output_->row(drawn_[i]), output_->stride());
  return taken;
}

}  // namespace segue::embed
