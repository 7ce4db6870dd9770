// Finds approximate nearest neighbours by cosine, for sets that are too large to look at every row. Candidates come
// from cells of 8-bit rows in a mapped file; their cosines are then computed exactly from the rows. ADR 0013 says why.
#pragma once
#include <filesystem>
#include <vector>

#include "neighbors/cells.h"
#include "neighbors/index.h"
#include "neighbors/index_file.h"
#include "vectors/kernels.h"

namespace segue::neighbors {

class ApproximateIndex : public Index {
 public:
  // Builds the index of a matrix of `of.rows` × `of.dimension` floats and writes it, wholly or not at all.
  static void write(const std::filesystem::path& path, const IndexOf& of, std::span<const float> matrix,
                    const CellOptions& options = {});
  // Maps a file that write() wrote. The matrix must be the one that it was built from, and outlive the index. Throws
  // Error(input) for a file that is no index of it.
  ApproximateIndex(const std::filesystem::path& path, const IndexOf& of, std::span<const float> matrix);

  // Searches `breadth` cells, more if the filter rejects rows, and computes exact cosines for the best candidates. If
  // the filter admits few rows, all of them are searched, and the answer is exact.
  std::vector<Neighbor> nearest(std::span<const float> query, std::size_t most,
                                const Filter& admits = {}) const override;
  std::span<const float> row(std::uint32_t row) const override {
    return matrix_.subspan(std::size_t{row} * of_.dimension, of_.dimension);
  }
  float cosine(std::uint32_t a, std::uint32_t b) const override;
  std::uint32_t nearer(std::uint32_t row, float than) const override;
  std::uint32_t rows() const override { return of_.rows; }

  std::size_t breadth = 32;  // cells to search; more is slower and misses fewer neighbours

 private:
  float length(const float* vector) const;
  float cosine_with(const float* unit, std::uint32_t row) const;
  bool admits_few(const Filter& admits) const;
  std::vector<Neighbor> all_that(std::span<const float> unit, std::size_t most, const Filter& admits) const;

  IndexOf of_;
  std::span<const float> matrix_;
  IndexFile file_;
  Cells cells_;
  const vectors::Kernels* kernels_;
};

}  // namespace segue::neighbors
