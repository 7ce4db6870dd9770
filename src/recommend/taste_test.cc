#include "recommend/taste.h"

#include <gtest/gtest.h>

#include <cmath>

namespace segue::recommend {
namespace {

using music::Listened;

base::Instant day(int number) {
  return base::from_ms(std::int64_t{number} * 86'400'000);
}

Listened song(const char* key, std::int64_t plays, int last_day, std::int64_t skips = 0) {
  Listened one{.recording = {}, .plays = plays, .skips = skips, .last_played = day(last_day)};
  one.recording.key = music::RecordingKey(key);
  return one;
}

std::vector<std::string> keys(const std::vector<Liked>& liked) {
  std::vector<std::string> all;
  for (const Liked& one : liked) all.push_back(one.listened->recording.key.value);
  return all;
}

TEST(Taste, APlayCountsHalfAfterTheHalfLife) {
  const std::vector<Listened> listened{song("now", 3, 1000), song("then", 3, 820), song("long ago", 3, 640)};
  const auto liked = taste_of(listened, day(1000), {});
  ASSERT_EQ(keys(liked), (std::vector<std::string>{"now", "then", "long ago"}));
  EXPECT_DOUBLE_EQ(liked[0].weight, 1);
  EXPECT_DOUBLE_EQ(liked[1].weight, 0.5);
  EXPECT_DOUBLE_EQ(liked[2].weight, 0.25);
}

TEST(Taste, RepeatedPlaysCountByTheirLogarithm) {
  const std::vector<Listened> listened{song("once", 1, 0), song("often", 99, 0)};
  const auto liked = taste_of(listened, day(0), {});
  ASSERT_EQ(keys(liked), (std::vector<std::string>{"often", "once"}));
  EXPECT_DOUBLE_EQ(liked[1].weight, std::log1p(1.0) / std::log1p(99.0));
}

TEST(Taste, WhatIsMostlySkippedIsDoubted) {
  const std::vector<Listened> listened{song("half skipped", 4, 0, 2), song("mostly skipped", 4, 0, 3)};
  const auto liked = taste_of(listened, day(0), {});
  EXPECT_DOUBLE_EQ(liked[0].weight, 1);
  EXPECT_EQ(liked[1].listened->recording.key.value, "mostly skipped");
  EXPECT_DOUBLE_EQ(liked[1].weight, 0.5);
}

TEST(Taste, TiesGoByKeyInAnyOrder) {
  const std::vector<Listened> one{song("b", 2, 0), song("a", 2, 0), song("c", 2, 0)};
  const std::vector<Listened> other{song("c", 2, 0), song("b", 2, 0), song("a", 2, 0)};
  EXPECT_EQ(keys(taste_of(one, day(9), {})), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(keys(taste_of(other, day(9), {})), (std::vector<std::string>{"a", "b", "c"}));
}

TEST(Taste, NoPlaysNoLiking) {
  EXPECT_TRUE(taste_of({}, day(0), {}).empty());
  const std::vector<Listened> listened{song("never", 0, 0), song("less", -1, 0)};
  EXPECT_TRUE(taste_of(listened, day(0), {}).empty());
}

TEST(Taste, APlayAfterTheDayAskedForIsAPlayOfThatDay) {
  const std::vector<Listened> listened{song("today", 2, 10), song("tomorrow", 2, 11)};
  const auto liked = taste_of(listened, day(10), {});
  EXPECT_DOUBLE_EQ(liked[0].weight, liked[1].weight);
}

TEST(Taste, KeepsTheBest) {
  const std::vector<Listened> listened{song("a", 1, 0), song("b", 3, 0), song("c", 2, 0)};
  TasteOptions options;
  options.most = 2;
  EXPECT_EQ(keys(taste_of(listened, day(0), options)), (std::vector<std::string>{"b", "c"}));
}

TEST(Taste, AgesFromWhichNothingIsLeftStayNumbers) {
  const std::vector<Listened> listened{song("ancient", 2, 0)};
  TasteOptions options;
  options.half_life_days = 0.01;
  for (const Liked& one : taste_of(listened, day(100'000), options)) EXPECT_TRUE(std::isfinite(one.weight));
}

}  // namespace
}  // namespace segue::recommend
