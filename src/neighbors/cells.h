// Rows gathered into cells around centres, 8 bits a number (an inverted file): a search looks at the cells whose
// centres are nearest.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "neighbors/index.h"
#include "neighbors/index_file.h"
#include "vectors/bytes.h"

namespace segue::neighbors {

// Rows of whole numbers, -127 … 127, each row with what it is to be multiplied with.
struct ByteRows {
  std::span<const std::int8_t> numbers;
  std::span<const float> factors;
  std::uint32_t count() const { return static_cast<std::uint32_t>(factors.size()); }
};

// Over arrays that lie elsewhere: in BuiltCells, or in a mapped file.
class Cells {
 public:
  std::uint32_t dimension = 0;
  ByteRows centres;                       // a cell's direction
  std::span<const std::uint32_t> starts;  // cell c holds places starts[c] … starts[c + 1] - 1
  std::span<const std::uint32_t> rows;    // of the matrix, by place; rising within a cell
  ByteRows places;
  const vectors::ByteKernels* kernels = &vectors::byte_kernels();

  // About the `most` rows nearest to a query of length 1, in no order, out of the nearest cells: until `breadth` rows
  // that `admits` lets through were looked at.
  std::vector<std::uint32_t> near(const float* unit, std::size_t most, std::size_t breadth, const Filter& admits) const;

  // The parts of an index file.
  std::vector<std::string_view> parts() const;
  // Throws Error(input) where the parts do not fit together.
  static Cells of(const IndexFile& file, const IndexOf& of);
};

struct CellOptions {
  std::uint32_t cells = 0;   // 0 = as many as suit the number of rows
  std::uint32_t rounds = 8;  // of k-means, over a sample of 32 rows a cell
  std::uint32_t threads = 1;
};

// k-means over directions. The same matrix gives the same bytes with any number of threads and any vector unit.
class BuiltCells {
 public:
  // Rows may have any length; those of zeros lie in some cell. At least one row.
  BuiltCells(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension, const CellOptions& options);
  Cells view() const;

 private:
  struct Bytes {
    std::vector<std::int8_t> numbers;
    std::vector<float> factors;
    ByteRows view() const { return {numbers, factors}; }
  };
  class Building;

  std::uint32_t dimension_;
  Bytes centres_, places_;
  std::vector<std::uint32_t> starts_, rows_;
};

}  // namespace segue::neighbors
