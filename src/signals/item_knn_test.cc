#include "signals/item_knn.h"

#include <gtest/gtest.h>

#include <cmath>

namespace segue::signals {
namespace {

const std::vector<List> kLists{{0, 1, 2}, {0, 1}, {0, 3}, {2, 3, 4, 5}};

// By hand: G_01 = 1/3 + 1/2, d_0 = 1/3 + 1/2 + 1/2, d_1 = 1/3 + 1/2.
TEST(NearestTable, IsTheFormulaOfItsHeader) {
  const NearestTable table = item_table(kLists, 6, {});
  float of_one = 0;
  for (const ScoredItem& one : table.candidates_of(0))
    if (one.item == 1) of_one = one.score;
  EXPECT_FLOAT_EQ(of_one,
                  static_cast<float>((1.0 / 3 + 0.5) / (std::pow(4.0 / 3, 0.7) * std::pow(5.0 / 6, 0.5) + 0.5)));
  for (const ScoredItem& one : table.candidates_of(0)) EXPECT_NE(one.item, 0u) << "an item is not near itself";
}

TEST(NearestTable, KeepsTheNearestOfEachCandidate) {
  const NearestTable table = item_table(kLists, 6, {.nearest = 1});
  std::vector<std::size_t> kept(6, 0);
  for (Item item = 0; item < 6; ++item)
    for (const ScoredItem& one : table.candidates_of(item)) ++kept[one.item];
  EXPECT_EQ(kept, (std::vector<std::size_t>(6, 1)));
}

TEST(NearestTable, AnyNumberOfThreadsGivesTheSameTable) {
  std::vector<List> lists;
  for (Item i = 0; i < 2000; ++i) lists.push_back({i % 700, (i * 7 + 1) % 701, (i * 31 + 2) % 703});
  const NearestTable one = item_table(lists, 703, {}), four = item_table(lists, 703, {.threads = 4});
  for (Item item = 0; item < 703; ++item) {
    const auto a = one.candidates_of(item), b = four.candidates_of(item);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].item, b[i].item);
      EXPECT_EQ(a[i].score, b[i].score);
    }
  }
}

TEST(ItemKnn, AddsUpWeightedItemsAndLeavesOutWhatIsAsked) {
  const NearestTable table = item_table(kLists, 6, {});
  ItemKnn signal(table);
  signal.look_at({.items = {0, 2}, .weights = {1, 2}});
  float expected = 0;
  for (const auto& [item, weight] : {std::pair{0u, 1.0f}, {2u, 2.0f}})
    for (const ScoredItem& one : table.candidates_of(item))
      if (one.item == 1) expected += weight * one.score;
  EXPECT_FLOAT_EQ(signal.score(1), expected);
  ItemSet left_out(6);
  left_out.insert(0);
  left_out.insert(2);
  const auto best = signal.best(2, left_out);
  ASSERT_EQ(best.size(), 2u);
  EXPECT_GE(best[0].score, best[1].score);
  for (const ScoredItem& one : best) EXPECT_TRUE(one.item != 0 && one.item != 2);
}

TEST(ItemKnn, WithADecayTheLatestItemsCountMost) {
  const NearestTable table = item_table(kLists, 6, {});
  ItemKnn plain(table), decaying(table, 0.5f);
  const ListContext context{.items = {0, 5}, .is_ordered = true};
  plain.look_at(context);
  decaying.look_at(context);
  EXPECT_FLOAT_EQ(decaying.score(4), plain.score(4)) << "only the last item is near it";
  EXPECT_FLOAT_EQ(decaying.score(1), plain.score(1) / 2) << "only the first is";
  decaying.look_at({.items = {0, 5}});
  EXPECT_EQ(decaying.score(4), 0) << "nothing is last without an order";
}

TEST(ItemKnnBest, IsTheGreatestNearness) {
  const NearestTable table = item_table(kLists, 6, {});
  ItemKnnBest signal(table);
  signal.look_at({.items = {0, 1}});
  float greatest = 0;
  for (const Item item : {0u, 1u})
    for (const ScoredItem& one : table.candidates_of(item))
      if (one.item == 2) greatest = std::max(greatest, one.score);
  EXPECT_FLOAT_EQ(signal.score(2), greatest);
}

}  // namespace
}  // namespace segue::signals
