#include "signals/walk.h"

#include <gtest/gtest.h>

#include <cmath>

#include "signals/item_knn.h"

namespace segue::signals {
namespace {

const std::vector<List> kLists{{0, 1, 2}, {0, 1}, {0, 3}, {2, 3, 4, 5}};

TEST(Walk, ScoresAsATableThatKeepsAllNeighbours) {
  std::vector<List> lists;
  for (Item i = 0; i < 300; ++i) lists.push_back({i % 70, 70 + (i * 7 + 1) % 71, 141 + (i * 31 + 2) % 73});
  const ListIndex index(lists, 214);
  const NearestTable table = item_table(lists, 214, {.nearest = 1000});
  ItemKnn expected(table);
  Walk walk(index);
  const ListContext context{.items = {3, 90, 150, 8}, .weights = {1, 0.5f, 2, 0.1f}};
  expected.look_at(context);
  walk.look_at(context);
  for (Item item = 0; item < 214; ++item) EXPECT_NEAR(walk.score(item), expected.score(item), 1e-5);
}

// By hand: G_01 = 1/3 + 1/2, d_0 = 4/3, d_1 = 5/6; G_21 = 1/3, d_2 = 1/3 + 1/4.
TEST(Walk, SharesAddUpToTheScore) {
  const ListIndex index(kLists, 6);
  Walk walk(index);
  walk.look_at({.items = {0, 2}, .weights = {1, 3}});
  const auto shares = walk.shares_of(1);
  ASSERT_EQ(shares.size(), 2u);
  const double of_zero = (5.0 / 6) / (std::pow(4.0 / 3, 0.7) * std::pow(5.0 / 6, 0.5) + 0.5);
  const double of_two = 3 * (1.0 / 3) / (std::pow(7.0 / 12, 0.7) * std::pow(5.0 / 6, 0.5) + 0.5);
  EXPECT_EQ(shares[0].item, of_two > of_zero ? 2u : 0u) << "the greatest share is first";
  for (const Share& one : shares) {
    EXPECT_NEAR(one.score, one.item == 0 ? of_zero : of_two, 1e-6);
    EXPECT_EQ(one.lists, one.item == 0 ? 2u : 1u);
  }
  EXPECT_NEAR(shares[0].score + shares[1].score, walk.score(1), 1e-6);
}

TEST(Walk, AnItemIsNotNearItself) {
  const ListIndex index(kLists, 6);
  Walk walk(index);
  walk.look_at({.items = {4}});
  EXPECT_EQ(walk.score(4), 0);
  walk.look_at({.items = {0}});
  EXPECT_EQ(walk.score(5), 0) << "the former context is forgotten";
}

}  // namespace
}  // namespace segue::signals
