#include "capture/enrich_lists.h"

#include <gtest/gtest.h>

namespace segue::capture {
namespace {

using music::KeptAnswer;

base::Instant at(const char* text) {
  return *base::parse_iso8601(text);
}

const base::Instant kNow = at("2026-11-24T16:00:00Z");
const base::Instant kToday = at("2026-11-24T00:00:00Z");
const base::Instant kYesterday = at("2026-11-23T23:59:59Z");

KeptAnswer page(base::Instant when, std::int64_t offset, const std::string& next, const std::string& object = "o") {
  return {"saved_tracks", "", "", offset, next, 200, object, "sha of " + object, "", when};
}

// Returns "due", "due from 50" or "not due".
std::string state(const std::vector<KeptAnswer>& answers) {
  const ListState found = daily_list(answers, "saved_tracks", "", kNow);
  if (!found.is_due) return "not due";
  return found.next.empty() ? "due" : "due from " + found.next + " at " + std::to_string(found.offset);
}

TEST(DailyList, OnceInADay) {
  EXPECT_EQ(state({}), "due");
  EXPECT_EQ(state({page(kToday, 0, "")}), "not due");
  EXPECT_EQ(state({page(kYesterday, 0, "")}), "due");
  EXPECT_EQ(state({page(kYesterday, 0, ""), page(kNow, 0, "")}), "not due");
}

TEST(DailyList, AReadingThatStoppedGoesOnTheSameDay) {
  EXPECT_EQ(state({page(kToday, 0, "50")}), "due from 50 at 50");
  EXPECT_EQ(state({page(kToday, 0, "50"), page(kToday, 50, "100")}), "due from 100 at 100");
  EXPECT_EQ(state({page(kToday, 0, "50"), page(kToday, 50, "")}), "not due");
  EXPECT_EQ(state({page(kYesterday, 0, "50")}), "due") << "yesterday's begins again: places may have moved";
  EXPECT_EQ(state({page(kYesterday, 0, "50"), page(kNow, 50, "")}), "due") << "a reading is of the day it began on";
}

TEST(DailyList, OtherListsRefusalsAndPagesWithoutABeginningCountNothing) {
  KeptAnswer other = page(kNow, 0, ""), of_range = page(kNow, 0, ""), gone = page(kNow, 0, "");
  other.kind = "playlists";
  of_range.subject = "short_term";
  gone.status = 404;
  EXPECT_EQ(state({other, of_range, gone, page(kNow, 50, "")}), "due");
}

TEST(DailyList, AnEqualFirstPageIsASightOfTheWholeList) {
  KeptAnswer equal = page(kNow, 0, "", "second");
  equal.same_as = "first";
  EXPECT_EQ(state({page(kYesterday, 0, "50", "first"), page(kYesterday, 50, ""), equal}), "not due");
  equal.at = kYesterday;
  EXPECT_EQ(state({page(kYesterday, 0, "", "first"), equal}), "due");
}

TEST(DailyList, TheFirstPageOfTheNewestWholeReadingIsWhatAnEqualOneEquals) {
  const ListState found =
      daily_list({page(kYesterday, 0, "", "whole"), page(kYesterday, 0, "50", "part")}, "saved_tracks", "", kNow);
  EXPECT_EQ(found.first_object, "whole");
  EXPECT_EQ(found.first_sha256, "sha of whole");
  EXPECT_EQ(daily_list({page(kYesterday, 0, "50", "part")}, "saved_tracks", "", kNow).first_object, "");
}

KeptAnswer items(const std::string& snapshot, std::int64_t offset, const std::string& next) {
  return {"playlist_items", "p1", snapshot, offset, next, 200, "o", "s", "", kYesterday};
}

TEST(PlaylistItems, DueUntilTheSnapshotIsWhole) {
  EXPECT_TRUE(playlist_items({}, "p1", "s2").is_due);
  EXPECT_TRUE(playlist_items({items("s1", 0, "")}, "p1", "s2").is_due) << "another state";
  EXPECT_TRUE(playlist_items({items("s2", 0, "")}, "p2", "s2").is_due) << "another playlist";
  EXPECT_FALSE(playlist_items({items("s2", 0, "")}, "p1", "s2").is_due) << "whatever the day";
  const ListState half = playlist_items({items("s2", 0, "50")}, "p1", "s2");
  EXPECT_TRUE(half.is_due);
  EXPECT_EQ(half.next, "50");
  EXPECT_EQ(half.offset, 50);
  EXPECT_FALSE(playlist_items({items("s2", 0, "50"), items("s2", 50, "")}, "p1", "s2").is_due);
}

TEST(PlaylistItems, APlaylistThatIsGoneIsAskedForNoMore) {
  KeptAnswer gone = items("s2", 0, "");
  gone.status = 404;
  EXPECT_FALSE(playlist_items({gone}, "p1", "s2").is_due);
  EXPECT_TRUE(playlist_items({gone}, "p1", "s3").is_due);
}

TEST(NewestWhole, GivesPagesInOrder) {
  using Objects = std::vector<std::string>;
  EXPECT_EQ(newest_whole({}, "saved_tracks"), Objects{});
  EXPECT_EQ(newest_whole({page(kToday, 0, "50", "a")}, "saved_tracks"), Objects{}) << "a part is none";
  EXPECT_EQ(newest_whole({page(kYesterday, 0, "50", "a"), page(kYesterday, 50, "", "b"), page(kToday, 0, "50", "c")},
                         "saved_tracks"),
            (Objects{"a", "b"}));
}

}  // namespace
}  // namespace segue::capture
