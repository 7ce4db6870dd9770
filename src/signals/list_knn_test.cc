#include "signals/list_knn.h"

#include <gtest/gtest.h>

#include <cmath>

namespace segue::signals {
namespace {

const std::vector<List> kLists{{0, 1, 2}, {0, 3}, {4, 5}};

TEST(ListKnn, IsTheFormulaOfItsHeader) {
  const ListIndex index(kLists, 6);
  ListKnn signal(index);
  signal.look_at({.items = {0, 1}});
  const double first = (std::pow(2, -0.5) + 1) / std::sqrt(3), second = std::pow(2, -0.5) / std::sqrt(2);
  EXPECT_FLOAT_EQ(signal.score(2), static_cast<float>(first));
  EXPECT_FLOAT_EQ(signal.score(3), static_cast<float>(second));
  EXPECT_FLOAT_EQ(signal.score(0), static_cast<float>(first + second));
  EXPECT_EQ(signal.score(5), 0);
  signal.look_at({.items = {4}});
  EXPECT_EQ(signal.score(2), 0) << "nothing is left of the context before";
}

TEST(ListKnn, CountsTheNearestListsAndTheNewestOfAnItem) {
  const ListIndex index(kLists, 6);
  ListKnn nearest(index, {.nearest = 1}), newest(index, {.lists_an_item = 1});
  nearest.look_at({.items = {0, 1}});
  EXPECT_EQ(nearest.score(3), 0) << "its list is the second nearest";
  newest.look_at({.items = {0}});
  EXPECT_EQ(newest.score(1), 0) << "its list is older";
  EXPECT_GT(newest.score(3), 0);
}

}  // namespace
}  // namespace segue::signals
