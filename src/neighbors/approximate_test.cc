#include "neighbors/approximate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"
#include "neighbors/exact.h"

namespace segue::neighbors {
namespace {

// Numbers in ±1 that look like noise, the same every time.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed) {}
  float next() {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<float>(state_ >> 40) * 0x1p-23f - 1;
  }

 private:
  std::uint64_t state_;
};

// Rows around 40 directions, of all lengths.
std::vector<float> around_directions(std::uint32_t rows, std::uint32_t dimension) {
  Noise noise(11);
  std::vector<float> directions(std::size_t{40} * dimension), matrix;
  for (float& x : directions) x = noise.next();
  for (std::uint32_t r = 0; r < rows; ++r)
    for (std::uint32_t i = 0; i < dimension; ++i)
      matrix.push_back((directions[std::size_t{r % 40} * dimension + i] + 0.7f * noise.next()) *
                       static_cast<float>(1 + r % 5));
  return matrix;
}

constexpr std::uint32_t kRows = 4000, kDimension = 20;
const std::vector<float> kMatrix = around_directions(kRows, kDimension);
const IndexOf kOf{std::string(32, 'm'), kRows, kDimension};

std::filesystem::path written(const base::TemporaryFolder& folder, const CellOptions& options = {}) {
  const auto path = folder.path() / "songs.index";
  ApproximateIndex::write(path, kOf, kMatrix, options);
  return path;
}

std::set<std::uint32_t> rows_of(const std::vector<Neighbor>& found) {
  std::set<std::uint32_t> rows;
  for (const auto& one : found) rows.insert(one.row);
  return rows;
}

// The share of the exact index's answers that the other gives, too.
double recall(const Index& index, const Index& exact, std::size_t most, const Filter& admits) {
  std::size_t found = 0, there = 0;
  for (std::uint32_t of = 0; of < kRows; of += 97) {
    const auto truth = rows_of(exact.nearest(exact.row(of), most, admits));
    there += truth.size();
    for (const auto row : rows_of(index.nearest(exact.row(of), most, admits))) found += truth.count(row);
  }
  return static_cast<double>(found) / static_cast<double>(there);
}

TEST(ApproximateIndex, FindsAlmostAllOfTheNearestWithFewRowsLookedAt) {
  const base::TemporaryFolder folder;
  ApproximateIndex index(written(folder), kOf, kMatrix);
  const ExactIndex exact(kMatrix, kRows, kDimension);
  index.breadth = 60;
  EXPECT_GT(recall(index, exact, 10, {}), 0.95);
  EXPECT_GT(recall(index, exact, 50, {}), 0.9);
  index.breadth = 1;
  EXPECT_LT(recall(index, exact, 50, {}), 0.9);  // or the test above could not fail
}

TEST(ApproximateIndex, CosinesAreExactAndInOrder) {
  const base::TemporaryFolder folder;
  const ApproximateIndex index(written(folder), kOf, kMatrix);
  const ExactIndex exact(kMatrix, kRows, kDimension);
  for (std::uint32_t of = 0; of < kRows; of += 501) {
    const auto found = index.nearest_to_row(of, 20);
    ASSERT_EQ(found.size(), 20u);
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end(), is_nearer));
    for (const auto& one : found) {
      EXPECT_NE(one.row, of);
      EXPECT_NEAR(one.cosine, exact.cosine(of, one.row), 1e-6f);
      EXPECT_NEAR(index.cosine(of, one.row), one.cosine, 1e-6f);
    }
    EXPECT_EQ(index.nearer(of, found[7].cosine + 2e-6f), exact.nearer(of, found[7].cosine + 2e-6f));
  }
}

TEST(ApproximateIndex, FiltersInsideTheSearch) {
  const base::TemporaryFolder folder;
  ApproximateIndex index(written(folder), kOf, kMatrix);
  const ExactIndex exact(kMatrix, kRows, kDimension);
  index.breadth = 60;
  // Most, half, a tenth, too few to walk for, one, none.
  for (const std::uint32_t every : {2u, 10u, 600u}) {
    const Filter admits = [every](std::uint32_t row) { return row % every == 1; };
    for (const auto& one : index.nearest(exact.row(0), 10, admits)) EXPECT_EQ(one.row % every, 1u);
    EXPECT_GT(recall(index, exact, 10, admits), 0.95) << "every " << every;
  }
  const auto one = index.nearest(exact.row(0), 10, [](std::uint32_t row) { return row == 3711; });
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].row, 3711u);
  EXPECT_TRUE(index.nearest(exact.row(0), 10, [](std::uint32_t) { return false; }).empty());
}

// Half of all rows, and none of those in the cells around the query.
TEST(ApproximateIndex, AFilterThatShutsOutTheNearestCellsGetsTheNextOnes) {
  const base::TemporaryFolder folder;
  ApproximateIndex index(written(folder), kOf, kMatrix);
  const ExactIndex exact(kMatrix, kRows, kDimension);
  index.breadth = 60;
  std::vector<bool> shut(kRows, false);
  for (const auto& near : exact.nearest(exact.row(3), kRows / 2)) shut[near.row] = true;
  const Filter admits = [&](std::uint32_t row) { return !shut[row]; };
  const auto found = rows_of(index.nearest(exact.row(3), 10, admits));
  std::size_t right = 0;
  for (const auto row : rows_of(exact.nearest(exact.row(3), 10, admits))) right += found.count(row);
  EXPECT_EQ(found.size(), 10u);
  EXPECT_GE(right, 5u);  // they lie in many cells
}

TEST(ApproximateIndex, AskedForAllItGivesAll) {
  const base::TemporaryFolder folder;
  const auto path = folder.path() / "few.index";
  const std::uint32_t rows = 100;
  const auto matrix = around_directions(rows, kDimension);
  const IndexOf of{kOf.model, rows, kDimension};
  ApproximateIndex::write(path, of, matrix);
  const ApproximateIndex index(path, of, matrix);
  EXPECT_EQ(rows_of(index.nearest(index.row(5), 1000)).size(), rows);
  EXPECT_TRUE(index.nearest(index.row(5), 0).empty());
}

TEST(ApproximateIndex, ZerosAreNearNothing) {
  const base::TemporaryFolder folder;
  const auto path = folder.path() / "zeros.index";
  const std::vector<float> matrix{0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
  const IndexOf of{kOf.model, 3, 4};
  ApproximateIndex::write(path, of, matrix);
  const ApproximateIndex index(path, of, matrix);
  EXPECT_TRUE(index.nearest_to_row(0, 3).empty());
  EXPECT_EQ(index.cosine(0, 1), 0.0f);
  const auto found = index.nearest(index.row(1), 3);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].row, 1u);
  EXPECT_FLOAT_EQ(found[0].cosine, 1);
}

TEST(ApproximateIndex, TheSameBytesWithAnyNumberOfThreads) {
  const base::TemporaryFolder folder;
  const auto one = base::read_file(written(folder));
  EXPECT_EQ(base::read_file(written(folder, {0, 8, 3})), one);
  EXPECT_NE(base::read_file(written(folder, {17, 8, 1})), one);
}

TEST(ApproximateIndex, ASecondVectorUnitBuildsTheSameBytes) {
  const base::TemporaryFolder folder;
  const auto widest = base::read_file(written(folder));
  setenv("SEGUE_VECTOR_UNIT", "plain", 1);
  const auto plain = base::read_file(written(folder));
  unsetenv("SEGUE_VECTOR_UNIT");
  EXPECT_EQ(plain, widest);
}

TEST(ApproximateIndex, WhatIsNoIndexOfTheMatrixIsRefused) {
  const base::TemporaryFolder folder;
  const auto path = written(folder);
  for (const IndexOf& other : {IndexOf{std::string(32, 'x'), kRows, kDimension},
                               IndexOf{kOf.model, kRows - 1, kDimension}, IndexOf{kOf.model, kRows, kDimension + 4}})
    EXPECT_THROW(ApproximateIndex(path, other, kMatrix), base::Error);
  EXPECT_THROW(ApproximateIndex(folder.path() / "none", kOf, kMatrix), base::Error);
}

// Frames that are whole, around parts that are not.
TEST(ApproximateIndex, PartsThatDoNotFitAreRefused) {
  const base::TemporaryFolder folder;
  const auto path = written(folder);
  const IndexFile file(path, kOf);
  const auto damaged = [&](auto change) {
    std::vector<std::string> parts(file.parts().begin(), file.parts().end());
    change(parts);
    const auto other = folder.path() / "other.index";
    write_index_file(other, kOf, {parts.begin(), parts.end()});
    try {
      const ApproximateIndex index(other, kOf, kMatrix);
      return std::string();
    } catch (const base::Error& error) {
      return std::string(error.what());
    }
  };
  using Parts = std::vector<std::string>;
  EXPECT_EQ(damaged([](Parts&) {}), "");
  for (std::size_t part = 0; part < 9; ++part) {
    EXPECT_NE(damaged([&](Parts& parts) { parts[part].clear(); }).find("do not fit"), std::string::npos) << part;
    EXPECT_NE(damaged([&](Parts& parts) { parts[part] += "1234"; }).find("do not fit"), std::string::npos) << part;
  }
  EXPECT_NE(damaged([](Parts& parts) { parts.pop_back(); }), "");
  EXPECT_NE(damaged([](Parts& parts) { parts.emplace_back(); }), "");
  EXPECT_NE(damaged([](Parts& parts) { parts[5][9] = 127; }), "") << "starts that do not rise";
  EXPECT_NE(damaged([](Parts& parts) { parts[6][3] = 127; }), "") << "a row that the matrix has not";
}

}  // namespace
}  // namespace segue::neighbors
