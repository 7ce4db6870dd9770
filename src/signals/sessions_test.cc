#include <gtest/gtest.h>

#include <cmath>

#include "signals/rules.h"
#include "signals/session_knn.h"

namespace segue::signals {
namespace {

const std::vector<List> kSessions{{0, 1, 2}, {1, 0, 3}, {0, 1, 4, 1}};

TEST(SessionIndex, KnowsWhereAnItemStands) {
  const SessionIndex index(kSessions, 5);
  const auto standings = index.standings(1, 2);
  ASSERT_EQ(standings.size(), 2u);
  EXPECT_EQ(standings[0].session, 2u);
  EXPECT_EQ(standings[0].position, 1u);
  EXPECT_EQ(standings[1].position, 3u);
  EXPECT_EQ(index.count(1), 4u);
}

TEST(Rules, AnItemStepsAfterCountsItsPart) {
  const SessionIndex index(kSessions, 5);
  Rules signal(index, {.last = 1, .count_exponent = 1});
  signal.look_at({.items = {0}, .is_ordered = true});
  // Item 0 stands in three sessions; 1 follows it directly in two, and after three steps in the last one.
  EXPECT_FLOAT_EQ(signal.score(1), static_cast<float>((1 + 1 + 1.0 / 3) / 3));
  EXPECT_FLOAT_EQ(signal.score(2), static_cast<float>(0.5 / 3));
  EXPECT_EQ(signal.score(0), 0);
}

TEST(LastTwo, SharesWhatFollowedBoth) {
  const SessionIndex index(kSessions, 5);
  LastTwo signal(index);
  signal.look_at({.items = {4, 0, 1}, .is_ordered = true});
  EXPECT_FLOAT_EQ(signal.score(2), 0.5f);
  EXPECT_FLOAT_EQ(signal.score(4), 0.5f);
  EXPECT_EQ(signal.score(3), 0) << "0 followed 1 there, not 1 0";
  signal.look_at({.items = {1}, .is_ordered = true});
  EXPECT_EQ(signal.score(2), 0);
}

TEST(SessionKnn, IsTheFormulaOfItsHeader) {
  const SessionIndex index(kSessions, 5);
  SessionKnn signal(index, {.distance_reach = 2, .before = 0.5f});
  signal.look_at({.items = {3, 2}, .is_ordered = true});
  // Session 0 shares item 2, which is last; session 1 shares item 3, one place back.
  const double first = 1 * 0.5 / std::sqrt(3), second = std::exp(-1.0 / 3) * (0.5 + 0.5 / 3) / std::sqrt(3);
  EXPECT_FLOAT_EQ(signal.score(2), static_cast<float>(first * 0.5)) << "the match itself counts as before";
  EXPECT_FLOAT_EQ(signal.score(1), static_cast<float>(first * 0.5 * std::exp(-0.5) + second * 0.5 * std::exp(-1.0)));
}

TEST(SessionKnn, WithoutAReachDistanceDoesNotMatter) {
  const SessionIndex index(kSessions, 5);
  SessionKnn signal(index, {});
  signal.look_at({.items = {4}, .is_ordered = true});
  EXPECT_FLOAT_EQ(signal.score(0), signal.score(4));
  EXPECT_FLOAT_EQ(signal.score(1), 2 * signal.score(0)) << "a session that holds an item twice counts twice";
}

TEST(Itself, IsNearestToTheEnd) {
  Itself signal(5);
  signal.look_at({.items = {0, 1, 0}, .is_ordered = true});
  EXPECT_FLOAT_EQ(signal.score(0), 1);
  EXPECT_FLOAT_EQ(signal.score(1), 0.5f);
}

}  // namespace
}  // namespace segue::signals
