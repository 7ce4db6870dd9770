// An inverted file: rows of 8-bit numbers, gathered into cells around centres. A search looks only into the cells whose
// centres are nearest.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "neighbors/centres.h"
#include "neighbors/index.h"
#include "neighbors/index_file.h"

namespace segue::neighbors {

// A view of arrays in BuiltCells or in a mapped file.
struct Cells {
  std::uint32_t dimension = 0;
  Centres centres;
  std::span<const std::uint32_t> starts;  // cell c has places starts[c] … starts[c + 1] - 1
  std::span<const std::uint32_t> rows;    // the matrix row of each place; rising within a cell
  ByteRows places;
  const vectors::ByteKernels* kernels = &vectors::byte_kernels();

  // Returns, in no order, about the `most` rows nearest to a query of length 1, from the `breadth` nearest cells. If
  // `admits` admits a share of a cell's rows, the cell counts as that share of a cell, so a filter makes a search go
  // farther.
  std::vector<std::uint32_t> near(const float* unit, std::size_t most, std::size_t breadth, const Filter& admits) const;

  // Returns the parts for an index file.
  std::vector<std::string_view> parts() const;
  // Throws Error(input) if the parts do not fit together.
  static Cells of(const IndexFile& file, const IndexOf& of);
};

struct CellOptions {
  std::uint32_t cells = 0;   // 0 = chosen by the number of rows
  std::uint32_t rounds = 8;  // rounds of k-means
  std::uint32_t threads = 1;
};

// Builds the cells. The same matrix gives the same bytes with any number of threads and on any vector unit.
class BuiltCells {
 public:
  // Rows may have any length; a row of zeros gets into some cell. There must be at least one row.
  BuiltCells(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension, const CellOptions& options);
  Cells view() const { return {dimension_, means_.view(), starts_, rows_, places_.view()}; }

 private:
  std::uint32_t dimension_;
  OwnByteRows packed_, places_;
  Means means_;
  std::vector<std::uint32_t> starts_, rows_;
};

}  // namespace segue::neighbors
