#include "signals/dense.h"

#include <gtest/gtest.h>

namespace segue::signals {
namespace {

TEST(Dense, IsTheMeanOfTheContextTimesTheCandidatePlusItsBias) {
  const DenseRows rows{1, {2, 4, 0, 0}, {1, 1, 10, 3}, {0, 0, 0.5f, 0}, {true, true, true, false}};
  Dense signal(rows);
  signal.look_at({.items = {0, 1, 3}, .weights = {1, 3, 100}});
  // The mean is (2 + 3 · 4) / 4; item 3 has no row.
  EXPECT_FLOAT_EQ(signal.score(2), 35.5f);
  ItemSet left_out(4);
  left_out.insert(0);
  const auto best = signal.best(4, left_out);
  ASSERT_EQ(best.size(), 2u) << "an item without a row is no candidate";
  EXPECT_EQ(best[0].item, 2u);
  EXPECT_EQ(best[1].item, 1u);
}

TEST(Dense, BestFindsTheBestOfMany) {
  DenseRows rows{1, std::vector<float>(1000, 1), {}, std::vector<float>(1000, 0), std::vector<bool>(1000, true)};
  for (Item item = 0; item < 1000; ++item) rows.candidates.push_back(static_cast<float>(item * 7919 % 1000));
  Dense signal(rows);
  signal.look_at({.items = {5}});
  const auto best = signal.best(10, ItemSet(1000));
  ASSERT_EQ(best.size(), 10u);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(best[i].score, 999.0f - static_cast<float>(i));
}

}  // namespace
}  // namespace segue::signals
