#include "neighbors/exact.h"

#include <gtest/gtest.h>

namespace segue::neighbors {
namespace {

std::vector<float> row(float x, float y) {
  return {x, y, 0, 0, 0, 0, 0, 0};
}

std::vector<float> matrix(std::initializer_list<std::vector<float>> rows) {
  std::vector<float> all;
  for (const auto& one : rows) all.insert(all.end(), one.begin(), one.end());
  return all;
}

TEST(ExactIndex, OrdersByCosineNotLength) {
  const ExactIndex index(matrix({row(1, 0), row(100, 100), row(0, 5), row(2, 0.1f)}), 4, 8);
  const auto found = index.nearest(row(1, 0), 3);
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].row, 0u);
  EXPECT_EQ(found[1].row, 3u);
  EXPECT_EQ(found[2].row, 1u);
  EXPECT_NEAR(found[2].cosine, 0.70710678f, 1e-6);
}

TEST(ExactIndex, EqualCosinesGoByRow) {
  const ExactIndex index(matrix({row(2, 0), row(1, 0), row(3, 0)}), 3, 8);
  const auto found = index.nearest(row(1, 0), 2);
  EXPECT_EQ(found[0].row, 0u);
  EXPECT_EQ(found[1].row, 1u);
}

TEST(ExactIndex, FiltersInside) {
  const ExactIndex index(matrix({row(1, 0), row(1, 0.1f), row(0, 1)}), 3, 8);
  const auto found = index.nearest(row(1, 0), 1, [](std::uint32_t r) { return r != 0; });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].row, 1u);
  EXPECT_EQ(index.nearest_to_row(0, 5).size(), 2u);
}

TEST(ExactIndex, NothingIsNearZero) {
  const ExactIndex index(matrix({row(0, 0), row(1, 0)}), 2, 8);
  EXPECT_TRUE(index.nearest(row(0, 0), 5).empty());
  EXPECT_TRUE(index.nearest(row(1, 0), 0).empty());
  EXPECT_EQ(index.cosine(0, 1), 0.0f);
}

}  // namespace
}  // namespace segue::neighbors
