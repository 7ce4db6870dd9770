// Finds exact nearest neighbours by cosine by looking at every row. For small sets, and to check approximate answers.
#pragma once
#include <vector>

#include "neighbors/index.h"
#include "vectors/kernels.h"

namespace segue::neighbors {

class ExactIndex : public Index {
 public:
  // Copies and normalises `rows` rows of `dimension` floats. A row of zeros has cosine 0 to everything.
  ExactIndex(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension,
             const vectors::Kernels& kernels = vectors::kernels());

  std::vector<Neighbor> nearest(std::span<const float> query, std::size_t most,
                                const Filter& admits = {}) const override;
  std::span<const float> row(std::uint32_t row) const override {
    return {unit_.data() + std::size_t{row} * dimension_, dimension_};
  }
  float cosine(std::uint32_t a, std::uint32_t b) const override;
  std::uint32_t nearer(std::uint32_t row, float than) const override;
  std::uint32_t rows() const override { return rows_; }

 private:
  // Calls `visit(row, product)` for every row in order, with its dot product with `with`.
  template <class Visit>
  void each_product(const float* with, Visit visit) const;

  std::vector<float> unit_;
  std::uint32_t rows_, dimension_;
  const vectors::Kernels* kernels_;
};

}  // namespace segue::neighbors
