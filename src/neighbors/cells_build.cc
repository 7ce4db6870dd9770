// k-means over directions: rows go to the centre with the greatest cosine, a centre is the mean direction of its rows.
// All products are of whole numbers and all sums are taken in the order of rows: nothing depends on threads or units.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

#include "neighbors/cells.h"
#include "neighbors/quantised.h"
#include "vectors/bytes.h"

namespace segue::neighbors {
namespace {

constexpr std::uint32_t kSampleOfCell = 32;

std::uint32_t cells_for(std::uint32_t rows) {
  const auto many = static_cast<std::uint32_t>(8 * std::sqrt(static_cast<double>(rows)));
  return std::clamp(many, 1u, std::max(1u, rows / 8));
}

// Splits 0 … count - 1 into `threads` runs and gives each to `part(first, last)`.
template <class Part>
void in_parts(std::uint32_t count, std::uint32_t threads, Part part) {
  const std::uint32_t size = count / std::max(threads, 1u) + 1;
  std::vector<std::jthread> running;
  for (std::uint32_t first = size; first < count; first += size)
    running.emplace_back([=, &part] { part(first, std::min(count, first + size)); });
  part(0, std::min(count, size));
}

// `from` with length 1, or zeros.
void to_unit(const float* from, std::size_t n, float* unit) {
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) squares += static_cast<double>(from[i]) * static_cast<double>(from[i]);
  const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
  for (std::size_t i = 0; i < n; ++i) unit[i] = static_cast<float>(from[i] * scale);
}

}  // namespace

class BuiltCells::Building {
 public:
  Building(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension, const CellOptions& options)
      : matrix_(matrix), rows_(rows), n_(dimension), threads_(std::max(options.threads, 1u)) {
    const std::uint32_t cells = std::min(options.cells > 0 ? options.cells : cells_for(rows), rows);
    pack();
    choose_sample(cells);
    start(cells);
    for (std::uint32_t round = 0; round < options.rounds; ++round) move_centres();
  }
  // Rows by the cell that is theirs.
  std::vector<std::uint32_t> cell_of_each_row() const {
    std::vector<std::uint32_t> all(rows_);
    std::iota(all.begin(), all.end(), 0u);
    return assign(all);
  }

  Bytes packed, centres;

 private:
  void pack() {
    packed.numbers.resize(std::size_t{rows_} * n_);
    packed.factors.resize(rows_);
    in_parts(rows_, threads_, [&](std::uint32_t first, std::uint32_t last) {
      std::vector<float> unit(n_);
      for (std::uint32_t r = first; r < last; ++r) {
        to_unit(matrix_.data() + std::size_t{r} * n_, n_, unit.data());
        packed.factors[r] = quantise(unit.data(), n_, packed.numbers.data() + std::size_t{r} * n_);
      }
    });
  }
  // Evenly over all rows, which stand by falling count.
  void choose_sample(std::uint32_t cells) {
    const auto count = std::min<std::uint64_t>(rows_, std::uint64_t{cells} * kSampleOfCell);
    for (std::uint64_t i = 0; i < count; ++i) sample_.push_back(static_cast<std::uint32_t>(i * rows_ / count));
  }
  void start(std::uint32_t cells) {
    centres.numbers.resize(std::size_t{cells} * n_);
    centres.factors.resize(cells);
    for (std::uint32_t c = 0; c < cells; ++c) take_row(c, sample_[std::size_t{c} * sample_.size() / cells]);
  }
  void take_row(std::uint32_t cell, std::uint32_t row) {
    std::copy_n(packed.numbers.data() + std::size_t{row} * n_, n_, centres.numbers.data() + std::size_t{cell} * n_);
    centres.factors[cell] = packed.factors[row];
  }
  // The nearest centre of each of these rows; of equal ones the first.
  std::vector<std::uint32_t> assign(const std::vector<std::uint32_t>& of) const {
    const auto& kernels = vectors::byte_kernels();
    const auto cells = static_cast<std::uint32_t>(centres.factors.size());
    std::vector<std::uint32_t> nearest(of.size());
    in_parts(static_cast<std::uint32_t>(of.size()), threads_, [&](std::uint32_t first, std::uint32_t last) {
      std::vector<std::int32_t> products(cells);
      for (std::uint32_t i = first; i < last; ++i) {
        kernels.scan(centres.numbers.data(), cells, packed.numbers.data() + std::size_t{of[i]} * n_, n_,
                     products.data());
        float best = -2e9f;
        for (std::uint32_t c = 0; c < cells; ++c) {
          const float product = centres.factors[c] * static_cast<float>(products[c]);
          if (product > best) {
            best = product;
            nearest[i] = c;
          }
        }
      }
    });
    return nearest;
  }
  void move_centres() {
    const auto nearest = assign(sample_);
    const std::size_t cells = centres.factors.size();
    std::vector<double> sums(cells * n_, 0.0);
    std::vector<std::uint32_t> counts(cells, 0);
    for (std::size_t i = 0; i < sample_.size(); ++i) {
      double* sum = sums.data() + nearest[i] * n_;
      const std::int8_t* row = packed.numbers.data() + std::size_t{sample_[i]} * n_;
      const auto factor = static_cast<double>(packed.factors[sample_[i]]);
      for (std::size_t k = 0; k < n_; ++k) sum[k] += factor * row[k];
      ++counts[nearest[i]];
    }
    std::vector<float> mean(n_), unit(n_);
    for (std::uint32_t c = 0; c < cells; ++c) {
      if (counts[c] == 0) {
        take_row(c, sample_[(c * std::size_t{2654435761}) % sample_.size()]);  // an empty cell begins anew
        continue;
      }
      for (std::size_t k = 0; k < n_; ++k) mean[k] = static_cast<float>(sums[c * n_ + k]);
      to_unit(mean.data(), n_, unit.data());
      centres.factors[c] = quantise(unit.data(), n_, centres.numbers.data() + std::size_t{c} * n_);
    }
  }

  std::span<const float> matrix_;
  std::uint32_t rows_;
  std::size_t n_;
  std::uint32_t threads_;
  std::vector<std::uint32_t> sample_;
};

BuiltCells::BuiltCells(std::span<const float> matrix, std::uint32_t rows, std::uint32_t dimension,
                       const CellOptions& options)
    : dimension_(dimension) {
  Building building(matrix, rows, dimension, options);
  const auto cell = building.cell_of_each_row();
  centres_ = std::move(building.centres);
  starts_.assign(centres_.factors.size() + 1, 0);
  for (const auto c : cell) ++starts_[c + 1];
  std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
  auto next = starts_;
  rows_.resize(rows);
  places_.factors.resize(rows);
  places_.numbers.resize(std::size_t{rows} * dimension);
  for (std::uint32_t r = 0; r < rows; ++r) {
    const std::uint32_t place = next[cell[r]]++;
    rows_[place] = r;
    places_.factors[place] = building.packed.factors[r];
    std::copy_n(building.packed.numbers.data() + std::size_t{r} * dimension, dimension,
                places_.numbers.data() + std::size_t{place} * dimension);
  }
}

Cells BuiltCells::view() const {
  Cells cells;
  cells.dimension = dimension_;
  cells.centres = centres_.view();
  cells.starts = starts_;
  cells.rows = rows_;
  cells.places = places_.view();
  return cells;
}

}  // namespace segue::neighbors
