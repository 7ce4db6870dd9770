#include "evaluation/never_seen_fused.h"

#include <gtest/gtest.h>

namespace segue::evaluation {
namespace {

// Artist a made the items 0, 1 and 4, b made 2, c made 3; lists know a beside b. Items 1 and 4 are held out.
NeverSeen set() {
  NeverSeen set;
  for (const char* artist : {"a", "a", "b", "c", "a"}) set.tracks.push_back({"", artist, "", false});
  set.tracks[1].held_out = set.tracks[4].held_out = true;
  set.training = {{0, 2}, {0, 2, 3}, {3}};
  return set;
}

TEST(FusedRanks, TheContextsArtistsThenThoseNearThemThenTheVectors) {
  const NeverSeen never_seen = set();
  const List candidates{0, 1, 2, 3, 4};
  // The vectors like item 3 best, and of a's held-out items item 4.
  const embed::Sides sides{1, {1, 1, 1, 1, 1}, {0, 0.1f, 0.2f, 1, 0.3f}, {0, 0, 0, 0, 0}};
  FusedRanks ranks(never_seen, candidates, sides);
  const embed::ScoringContext rows{{0}, {}, {0}};
  EXPECT_EQ(ranks.rank({0}, rows, 4), 1);
  EXPECT_EQ(ranks.rank({0}, rows, 1), 2);
  EXPECT_EQ(ranks.rank({0}, rows, 2), 3) << "b is in two lists with a";
  EXPECT_EQ(ranks.rank({0}, rows, 3), 4);
}

TEST(FusedRanks, EqualScoresCountHalf) {
  const NeverSeen never_seen = set();
  const List candidates{0, 1, 2, 3, 4};
  const embed::Sides sides{1, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}};
  FusedRanks ranks(never_seen, candidates, sides);
  EXPECT_EQ(ranks.rank({0}, {{0}, {}, {0}}, 1), 1.5);
}

}  // namespace
}  // namespace segue::evaluation
