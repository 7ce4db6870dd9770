#include "rules/recordings.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace segue::rules {
namespace {

using Map = std::map<std::string, std::string>;

MergeRule merge(const char* subject, const char* target) {
  return {subject, "", target, ""};
}

TEST(RecordingRules, FollowChainsToTheirEnd) {
  const auto rules = recording_rules({merge("b", "c"), merge("a", "b"), merge("x", "y")}, {});
  EXPECT_EQ(rules.merges, (Map{{"a", "c"}, {"b", "c"}, {"x", "y"}}));
  EXPECT_TRUE(rules.splits.empty());
}

TEST(RecordingRules, EndAtTheTargetWhicheverKeyIsSmaller) {
  EXPECT_EQ(recording_rules({merge("a", "z")}, {}).merges, (Map{{"a", "z"}}));
  EXPECT_EQ(recording_rules({merge("z", "a")}, {}).merges, (Map{{"z", "a"}}));
}

TEST(RecordingRules, OfTwoTargetsTakeTheSmaller) {
  EXPECT_EQ(recording_rules({merge("m", "z"), merge("m", "b")}, {}).merges, (Map{{"m", "b"}, {"z", "b"}}));
}

TEST(RecordingRules, OfARingTakeTheSmallest) {
  EXPECT_EQ(recording_rules({merge("c", "b"), merge("b", "d"), merge("d", "c")}, {}).merges,
            (Map{{"c", "b"}, {"d", "b"}}));
  EXPECT_TRUE(recording_rules({merge("a", "a")}, {}).merges.empty());
}

TEST(RecordingRules, AreTheSameInAnyOrder) {
  std::vector<MergeRule> merges{merge("a", "b"), merge("c", "b"), merge("b", "e"), merge("f", "c"), merge("g", "h")};
  const auto expected = recording_rules(merges, {}).merges;
  EXPECT_EQ(expected, (Map{{"a", "e"}, {"b", "e"}, {"c", "e"}, {"f", "e"}, {"g", "h"}}));
  std::sort(merges.begin(), merges.end(), [](const auto& x, const auto& y) { return x.subject < y.subject; });
  do EXPECT_EQ(recording_rules(merges, {}).merges, expected);
  while (std::next_permutation(merges.begin(), merges.end(),
                               [](const auto& x, const auto& y) { return x.subject < y.subject; }));
}

TEST(RecordingRules, ASplitTrackIsARecordingOfItsOwn) {
  const auto rules = recording_rules({merge("r", "s")}, {"t1", "t2"});
  EXPECT_EQ(rules.splits, (Map{{"t1", split_recording("t1")}, {"t2", split_recording("t2")}}));
  EXPECT_NE(split_recording("t1"), split_recording("t2"));
  EXPECT_EQ(rules.merges, (Map{{"r", "s"}}));
}

TEST(RecordingRules, AMergeThatNamesASplitTrackMeansThatTrackAlone) {
  const auto rules = recording_rules({{"r", "t1", "s", ""}, {"r", "t2", "s", ""}}, {"t1"});
  EXPECT_EQ(rules.splits, (Map{{"t1", "s"}}));
  EXPECT_EQ(rules.merges, (Map{{split_recording("t1"), "s"}, {"r", "s"}}));
  // A merge into a split track means that track, too.
  EXPECT_EQ(recording_rules({{"q", "", "r", "t1"}}, {"t1"}).merges, (Map{{"q", split_recording("t1")}}));
}

}  // namespace
}  // namespace segue::rules
