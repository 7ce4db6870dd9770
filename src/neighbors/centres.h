// Centres in groups: the nearest few of many are found among those of the nearest groups.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "neighbors/best.h"
#include "neighbors/byte_rows.h"

namespace segue::neighbors {

struct Centres {
  ByteRows centres;                      // a cell's direction; those of a group side by side
  ByteRows groups;                       // a group's direction
  std::span<const std::uint32_t> first;  // group g has centres first[g] … first[g + 1] - 1

  // About the `wanted` nearest, best first; all when as many or more are wanted. One in `part` groups is looked into: 8
  // where millions of rows are placed, 3 for a query (at 2.2 million rows .98 is found with 27 cells in place of 63).
  std::vector<Neighbor> nearest(const vectors::ByteKernels& kernels, std::span<const std::int8_t> query,
                                std::size_t wanted, std::size_t part) const;
};

// k-means over directions: rows go to the centre with the greatest cosine, a centre is the mean direction of its rows.
// All products are of whole numbers and all sums are taken in the order of rows: the same rows give the same centres
// with any number of threads and any vector unit.
class Means {
 public:
  // `n` numbers a row; at most one centre a row.
  Means(const ByteRows& rows, std::size_t n, std::uint32_t centres, std::uint32_t rounds, std::uint32_t threads);
  // The nearest centre of each row.
  std::vector<std::uint32_t> of_all_rows() const;
  Centres view() const { return {centres_.view(), groups_.view(), first_}; }

 private:
  void start(std::uint32_t centres);
  void take_row(std::uint32_t centre, std::uint32_t row);
  void move();
  void group();
  std::vector<std::uint32_t> nearest_of(const std::vector<std::uint32_t>& rows) const;

  ByteRows rows_;
  std::size_t n_;
  std::uint32_t threads_;
  std::vector<std::uint32_t> sample_;
  OwnByteRows centres_, groups_;
  std::vector<std::uint32_t> first_;
};

}  // namespace segue::neighbors
