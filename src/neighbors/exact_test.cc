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

TEST(ExactIndex, CountsWhatIsNearer) {
  const ExactIndex index(matrix({row(1, 0), row(1, 0.1f), row(1, 0.2f), row(1, 0.2f), row(0, 1)}), 5, 8);
  EXPECT_EQ(index.nearer(0, index.cosine(0, 1)), 0u);
  EXPECT_EQ(index.nearer(0, index.cosine(0, 2)), 1u);  // an equal cosine is not nearer
  EXPECT_EQ(index.nearer(0, index.cosine(0, 4)), 3u);
  EXPECT_EQ(index.nearer(0, -2), 4u);  // never itself
}

// Enough rows for several blocks and a rest, of a length that fills no vector.
TEST(ExactIndex, EachVectorUnitFindsTheSame) {
  const std::uint32_t rows = 1000, dimension = 36;
  std::vector<float> numbers(std::size_t{rows} * dimension);
  std::uint64_t state = 7;
  for (float& x : numbers) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    x = static_cast<float>(state >> 40) * 0x1p-23f - 1;
  }
  const ExactIndex plain(numbers, rows, dimension, vectors::kernels_of("plain"));
  for (const auto& unit : vectors::units()) {
    const ExactIndex index(numbers, rows, dimension, vectors::kernels_of(unit));
    for (const std::uint32_t of : {0u, 255u, 256u, 999u}) {
      const auto expected = plain.nearest_to_row(of, 20), found = index.nearest_to_row(of, 20);
      ASSERT_EQ(found.size(), 20u);
      for (std::size_t i = 0; i < 20; ++i) {
        EXPECT_EQ(found[i].row, expected[i].row) << unit;
        EXPECT_NEAR(found[i].cosine, expected[i].cosine, 1e-6f);
      }
      EXPECT_EQ(index.nearer(of, found[9].cosine + 1e-6f), plain.nearer(of, expected[9].cosine + 1e-6f));
    }
  }
}

TEST(ExactIndex, ManyEqualRowsGoByRowOverBlocks) {
  std::vector<float> numbers;
  for (int i = 0; i < 600; ++i) {
    const auto one = row(1, 1);
    numbers.insert(numbers.end(), one.begin(), one.end());
  }
  const ExactIndex index(numbers, 600, 8);
  const auto found = index.nearest(row(1, 0), 300, [](std::uint32_t r) { return r % 2 == 1; });
  ASSERT_EQ(found.size(), 300u);
  for (std::uint32_t i = 0; i < 300; ++i) EXPECT_EQ(found[i].row, 2 * i + 1);
}

TEST(ExactIndex, FewerThanAskedForWhereTheFilterLetsFewThrough) {
  const ExactIndex index(matrix({row(1, 0), row(1, 1)}), 2, 8);
  EXPECT_EQ(index.nearest(row(1, 0), 5).size(), 2u);
  EXPECT_TRUE(index.nearest(row(1, 0), 5, [](std::uint32_t) { return false; }).empty());
  EXPECT_TRUE(ExactIndex({}, 0, 8).nearest(row(1, 0), 5).empty());
}

TEST(ExactIndex, NothingIsNearZero) {
  const ExactIndex index(matrix({row(0, 0), row(1, 0)}), 2, 8);
  EXPECT_TRUE(index.nearest(row(0, 0), 5).empty());
  EXPECT_TRUE(index.nearest(row(1, 0), 0).empty());
  EXPECT_EQ(index.cosine(0, 1), 0.0f);
}

}  // namespace
}  // namespace segue::neighbors
