// Rows gathered into cells around centres, 8 bits a number (an inverted file): a search looks at the cells whose
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

// Over arrays that lie elsewhere: in BuiltCells, or in a mapped file.
struct Cells {
  std::uint32_t dimension = 0;
  Centres centres;
  std::span<const std::uint32_t> starts;  // cell c holds places starts[c] … starts[c + 1] - 1
  std::span<const std::uint32_t> rows;    // of the matrix, by place; rising within a cell
  ByteRows places;
  const vectors::ByteKernels* kernels = &vectors::byte_kernels();

  // About the `most` rows nearest to a query of length 1, in no order, out of the `breadth` nearest cells. A cell that
  // `admits` lets a share of its rows through of counts as that share, so that a filter makes a search go farther.
  std::vector<std::uint32_t> near(const float* unit, std::size_t most, std::size_t breadth, const Filter& admits) const;

  // The parts of an index file.
  std::vector<std::string_view> parts() const;
  // Throws Error(input) where the parts do not fit together.
  static Cells of(const IndexFile& file, const IndexOf& of);
};

struct CellOptions {
  std::uint32_t cells = 0;   // 0 = as many as suit the number of rows
  std::uint32_t rounds = 8;  // of k-means
  std::uint32_t threads = 1;
};

// The same matrix gives the same bytes with any number of threads and any vector unit.
class BuiltCells {
 public:
  // Rows may have any length; those of zeros lie in some cell. At least one row.
  BuiltCells(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension, const CellOptions& options);
  Cells view() const { return {dimension_, means_.view(), starts_, rows_, places_.view()}; }

 private:
  std::uint32_t dimension_;
  OwnByteRows packed_, places_;
  Means means_;
  std::vector<std::uint32_t> starts_, rows_;
};

}  // namespace segue::neighbors
