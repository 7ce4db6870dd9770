// Exact nearest neighbours by cosine.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace segue::neighbors {

struct Neighbor {
  std::uint32_t row = 0;
  float cosine = 0;
};

class ExactIndex {
 public:
  // Copies and normalises `rows` rows of `dimension` floats (a multiple of 8). A row of zeros is near nothing: cosine
  // 0.
  ExactIndex(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension);

  // The `most` nearest rows that `admits` lets through, best first, equal cosines by row.
  using Filter = std::function<bool(std::uint32_t row)>;
  std::vector<Neighbor> nearest(std::span<const float> query, std::size_t most, const Filter& admits = {}) const;
  // The neighbours of a row, itself left out.
  std::vector<Neighbor> nearest_to_row(std::uint32_t row, std::size_t most) const;

  float cosine(std::uint32_t a, std::uint32_t b) const;
  std::span<const float> unit_row(std::uint32_t row) const {
    return {unit_.data() + std::size_t{row} * dimension_, dimension_};
  }
  std::uint32_t rows() const { return rows_; }

 private:
  std::vector<float> unit_;
  std::uint32_t rows_, dimension_;
};

}  // namespace segue::neighbors
