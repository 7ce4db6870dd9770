// The interface of an index over the rows of a matrix. It finds the rows that point the same way as a vector.
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

// Returns whether a row may be found. The search calls it in any order, perhaps more than once for a row.
using Filter = std::function<bool(std::uint32_t row)>;

// Safe for several threads.
class Index {
 public:
  virtual ~Index() = default;
  Index() = default;
  Index(const Index&) = delete;
  Index& operator=(const Index&) = delete;
  Index(Index&&) = default;
  Index& operator=(Index&&) = default;

  // Returns the `most` nearest rows that `admits` admits, best first, equal cosines by row. Returns none for a query of
  // zeros.
  virtual std::vector<Neighbor> nearest(std::span<const float> query, std::size_t most,
                                        const Filter& admits = {}) const = 0;
  // Returns a row as it was given, or scaled to length 1.
  virtual std::span<const float> row(std::uint32_t row) const = 0;
  virtual float cosine(std::uint32_t a, std::uint32_t b) const = 0;
  // Returns how many other rows have a greater cosine to `row` than `than`. Exact: looks at all rows.
  virtual std::uint32_t nearer(std::uint32_t row, float than) const = 0;
  virtual std::uint32_t rows() const = 0;

  // Returns the neighbours of a row, without the row itself.
  std::vector<Neighbor> nearest_to_row(std::uint32_t of, std::size_t most) const {
    return nearest(row(of), most, [of](std::uint32_t other) { return other != of; });
  }
};

}  // namespace segue::neighbors
