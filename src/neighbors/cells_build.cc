// How it works: all rows are quantised, centres are found, and each row goes to its nearest centre. A counting sort
// then stores the rows of a cell next to each other, so that a search reads memory in one run.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "neighbors/cells.h"
#include "neighbors/parts.h"
#include "neighbors/quantised.h"

namespace segue::neighbors {
namespace {

std::uint32_t cells_for(std::uint32_t rows) {
  // Both the number of cells and the rows per cell grow with √rows, and so does the time of a search.
  const auto many = static_cast<std::uint32_t>(8 * std::sqrt(static_cast<double>(rows)));
  return std::clamp(many, 1u, std::max(1u, rows / 8));
}

OwnByteRows packed(std::span<const float> matrix, std::uint32_t rows, std::size_t n, std::uint32_t threads) {
  OwnByteRows bytes(rows, n);
  in_parts(rows, threads, [&](std::uint32_t first, std::uint32_t last) {
    std::vector<float> unit(n);
    for (std::uint32_t r = first; r < last; ++r) {
      to_unit(matrix.data() + r * n, n, unit.data());
      bytes.factors[r] = quantise(unit.data(), n, bytes.numbers.data() + r * n);
    }
  });
  return bytes;
}

}  // namespace

BuiltCells::BuiltCells(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension,
                       const CellOptions& options)
    : dimension_(dimension),
      packed_(packed(matrix, rows, dimension, options.threads)),
      places_(rows, dimension),
      means_(packed_.view(), dimension, std::min(options.cells > 0 ? options.cells : cells_for(rows), rows),
             options.rounds, options.threads),
      rows_(rows) {
  const auto cell = means_.of_all_rows();
  starts_.assign(means_.view().centres.count() + 1, 0);
  // Counts, then sums: starts_[c] becomes the first place of cell c.
  for (const auto c : cell) ++starts_[c + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  auto next = starts_;
  for (std::uint32_t r = 0; r < rows; ++r) {
    const std::uint32_t place = next[cell[r]]++;
    rows_[place] = r;
    places_.factors[place] = packed_.factors[r];
    std::copy_n(packed_.numbers.data() + std::size_t{r} * dimension, dimension,
                places_.numbers.data() + std::size_t{place} * dimension);
  }
  // The rows are in places_ now, in the order of cells.
  packed_ = {};
}

}  // namespace segue::neighbors
