// Centres in groups: the nearest few of many centres are searched only in the nearest groups.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "neighbors/best.h"
#include "neighbors/byte_rows.h"

namespace segue::neighbors {

struct Centres {
  ByteRows centres;                      // each cell's direction; the centres of a group are adjacent
  ByteRows groups;                       // each group's direction
  std::span<const std::uint32_t> first;  // group g has centres first[g] … first[g + 1] - 1

  // Returns about the `wanted` nearest centres, best first; all if as many or more are wanted. Searches about one in
  // `part` groups: 8 to place millions of rows, 3 for a query (at 2.2 million rows a query then finds .98 with 27 cells
  // in place of 63).
  std::vector<Neighbor> nearest(const vectors::ByteKernels& kernels, std::span<const std::int8_t> query,
                                std::size_t wanted, std::size_t part) const;
};

// k-means over directions: a row belongs to the centre with the greatest cosine; a centre is the mean direction of its
// rows. Products are of whole numbers and sums are in the order of rows, so the same rows give the same centres with
// any number of threads and on any vector unit.
class Means {
 public:
  // `n` is the numbers per row. There are at most as many centres as rows.
  Means(const ByteRows& rows, std::size_t n, std::uint32_t centres, std::uint32_t rounds, std::uint32_t threads);
  // Returns the nearest centre of each row.
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
