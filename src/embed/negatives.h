// Draws negatives: rows with a chance proportional to count^exponent, in constant time each (the alias method, Vose
// 1991).
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "embed/matrix.h"
#include "embed/random.h"

namespace segue::embed {

class NegativeTable {
 public:
  NegativeTable(std::span<const std::uint64_t> counts, float exponent);
  std::uint32_t draw(Random& random) const {
    const std::uint64_t number = random.next();
    const auto at = static_cast<std::uint32_t>(((number >> 32) * cells_.size()) >> 32);
    const Cell& cell = cells_[at];
    const std::uint32_t own = 0u - static_cast<std::uint32_t>(static_cast<std::uint32_t>(number) < cell.threshold);
    return (at & own) | (cell.other & ~own);  // without a branch, which the processor would often predict wrongly
  }

 private:
  struct Cell {
    std::uint32_t threshold;  // out of 2^32; a number below it draws the cell's own row
    std::uint32_t other;
  };
  std::vector<Cell> cells_;
};

// Draws ahead of use and prefetches the rows of the next draws: loading a row that is not in the cache takes as long as
// all the arithmetic on it.
class NegativeStream {
 public:
  NegativeStream(const NegativeTable& table, const Matrix& output, Random random)
      : table_(&table), output_(&output), random_(random) {}
  // Returns the next `count` draws; they are valid until the next call.
  std::span<const std::uint32_t> take(std::size_t count);

 private:
  const NegativeTable* table_;
  const Matrix* output_;
  Random random_;
  std::vector<std::uint32_t> drawn_;
  std::size_t at_ = 0;
};

inline void prefetch_row(const float* row, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) __builtin_prefetch(row + i, 1, 3);
}

}  // namespace segue::embed
