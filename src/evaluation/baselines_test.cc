#include "evaluation/baselines.h"

#include <gtest/gtest.h>

namespace segue::evaluation {
namespace {

constexpr Asked kNew{3, false}, kAny{3, true};

TEST(MostPopular, ByCountThenIdWithoutTheContext) {
  const std::vector<List> lists{{0, 1}, {1, 2}, {1, 2}, {3}};
  EXPECT_EQ(most_popular(lists, 4, {{{}, {}}, {{1}, {}}}, kNew), (Answers{{1, 2, 0}, {2, 0, 3}}));
  EXPECT_EQ(most_popular(lists, 4, {{{1}, {}}}, kAny), (Answers{{1, 2, 0}}));
}

TEST(MostPopular, FewerItemsThanAskedFor) {
  EXPECT_EQ(most_popular({{0}}, 1, {{{0}, {}}, {{}, {}}}, kNew), (Answers{{}, {0}}));
}

// Lists of 2, 2 and 4, weights ½, ½, ¼: 0 and 1 share ½, norms² 0: ½ + ¼, 1: ½ + ½, 2: ½ + ¼, 3 and 4: ¼.
const std::vector<List> kLists{{0, 1}, {1, 2}, {0, 2, 3, 4}};

TEST(ItemKnn, CosinesByHand) {
  // From 0: 1 has .5 / √(.75 · 1) = .577, 3 and 4 .25 / √(.75 · .25) = .577, 2 has .25 / .75 = .333.
  EXPECT_EQ(item_knn(kLists, 5, {{{0}, {}}}, {4, false}).at(0).back(), 2u);
  // From 1: 0 and 2 the same, and the lower id first; 3 and 4 share no list with it.
  EXPECT_EQ(item_knn(kLists, 5, {{{1}, {}}}, kNew), (Answers{{0, 2}}));
}

TEST(ItemKnn, TheSumOverTheContextCounts) {
  // 0 and 1 together: 2 has .333 + .577 = .910, 3 and 4 .577.
  EXPECT_EQ(item_knn(kLists, 5, {{{0, 1}, {}}}, kNew), (Answers{{2, 3, 4}}));
}

TEST(ItemKnn, ShrinkHoldsBackWhatFewListsSay) {
  // From 0 with 1 below: 1 has .5 / 1.866, 2 has .25 / 1.75, 3 and 4 .25 / 1.433.
  EXPECT_EQ(item_knn(kLists, 5, {{{0}, {}}}, {4, false}, {400, 1}), (Answers{{1, 3, 4, 2}}));
}

TEST(ItemKnn, OnlyTheNearestOfACandidateCount) {
  // The one nearest of 2 is 1 (.577), not 3 and 4 (.577, higher ids) and not 0.
  EXPECT_EQ(item_knn(kLists, 5, {{{0}, {}}}, {4, false}, {1, 0}).at(0), (List{1}));
}

TEST(ItemKnn, UnknownItemsAndEmptyContextsHaveNoAnswer) {
  EXPECT_EQ(item_knn(kLists, 6, {{{5}, {}}, {{}, {}}}, kNew), (Answers{{}, {}}));
}

TEST(Overlap, SharedRareGroupsComeFirst) {
  const std::vector<std::vector<std::uint32_t>> groups{{0, 0, 0, 0, 1}, {0, 0, 1, 2, 3}};
  // From 0: 1 shares artist (one of four) and album (one of two); 2 and 3 the artist, of them 3 is in more lists.
  EXPECT_EQ(overlap(groups, {{3, 4}}, {{{0}, {}}}, kNew), (Answers{{1, 3, 2}}));
  EXPECT_EQ(overlap(groups, {{3, 4}}, {{{4}, {}}}, kNew), (Answers{{}}));
}

}  // namespace
}  // namespace segue::evaluation
