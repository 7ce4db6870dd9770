// What every index over the rows of a matrix answers: which rows point the same way as a vector.
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

inline bool is_nearer(const Neighbor& a, const Neighbor& b) {
  return a.cosine != b.cosine ? a.cosine > b.cosine : a.row < b.row;
}

// Whether a row may be found. Asked inside the search, in any order, perhaps more than once for a row.
using Filter = std::function<bool(std::uint32_t row)>;

// Threads may ask one index at the same time.
class Index {
 public:
  virtual ~Index() = default;
  Index() = default;
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;
  Index(Index&&) = default;
  Index& operator=(Index&&) = default;

  // The `most` nearest rows that `admits` lets through, best first, equal cosines by row. Nothing is near a query of
  // zeros.
  virtual std::vector<Neighbor> nearest(std::span<const float> query, std::size_t most,
                                        const Filter& admits = {}) const = 0;
  // A row as it was given, or scaled.
  virtual std::span<const float> row(std::uint32_t row) const = 0;
  virtual float cosine(std::uint32_t a, std::uint32_t b) const = 0;
  // How many other rows are nearer to a row than this cosine. Exact: looks at all of them.
  virtual std::uint32_t nearer(std::uint32_t row, float than) const = 0;
  virtual std::uint32_t rows() const = 0;

  // The neighbours of a row, itself left out.
  std::vector<Neighbor> nearest_to_row(std::uint32_t of, std::size_t most) const {
    return nearest(row(of), most, [of](std::uint32_t other) { return other != of; });
  }
};

}  // namespace segue::neighbors
