#include "signals/group_knn.h"

#include <gtest/gtest.h>

namespace segue::signals {
namespace {

// Items 0 and 1 are of artist 0, 2 and 3 of artist 1, 4 of artist 2; nobody knows the artist of 5.
const std::vector<std::uint32_t> kArtists{0, 0, 1, 1, 2, Groups::kNone};

TEST(Groups, KnowTheirMembers) {
  const Groups groups(kArtists);
  EXPECT_EQ(groups.size(), 3u);
  EXPECT_EQ(List(groups.members(1).begin(), groups.members(1).end()), (List{2, 3}));
  EXPECT_EQ(groups.of(5), Groups::kNone);
}

TEST(GroupKnn, AnItemHasItsGroupsScore) {
  const Groups groups(kArtists);
  const NearestTable table = group_table(std::vector<List>{{0, 2, 5}, {1, 3}, {4, 5}}, groups, {});
  GroupKnn signal(table, groups);
  signal.look_at({.items = {0}});
  EXPECT_GT(signal.score(1), 0) << "a group is near itself";
  EXPECT_GT(signal.score(2), 0) << "never in a list with item 0's song 1, but its artist is";
  EXPECT_EQ(signal.score(2), signal.score(3));
  EXPECT_EQ(signal.score(4), 0);
  EXPECT_EQ(signal.score(5), 0);
  ItemSet left_out(6);
  left_out.insert(0);
  const auto best = signal.best(10, left_out);
  ASSERT_EQ(best.size(), 3u);
  EXPECT_EQ(best[0].item, 1u);
}

}  // namespace
}  // namespace segue::signals
