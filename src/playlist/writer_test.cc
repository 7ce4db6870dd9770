#include "playlist/writer.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "playlist/ours.h"
#include "playlist/songs_for_tests.h"
#include "playlist/spotify_for_tests.h"
#include "playlist/written.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::playlist {
namespace {

using Lists = std::vector<SpotifyOfTest::List>;

const std::string kIdA = "0AbCdEfGhIjKlMnOpQrStA", kIdB = "0AbCdEfGhIjKlMnOpQrStB";

std::string uri(const std::string& id) {
  return "spotify:track:" + id;
}

class WriterTest : public testing::Test, protected spotify::SignedIn {
 protected:
  WriteOutcome write_now(bool dry_run = false) {
    return write(lake, asked, clock, {"me", "Segue weekly", songs, 0, dry_run});
  }
  SpotifyOfTest spotify;
  spotify::WebApi asked{spotify, keeper, "https://api.example", quota, clock, wait_};
  lake::DirectoryLake lake{folder.path() / "lake"};
  std::vector<music::Recording> songs{song_of("rec-a", "A", "One", kIdA), song_of("rec-b", "B", "Two", kIdB)};
};

TEST_F(WriterTest, CreatesOnePrivatePlaylistAndRemembersIt) {
  EXPECT_TRUE(write_now().created);
  EXPECT_EQ(spotify.count("POST /v1/me/playlists"), 1u);
  EXPECT_EQ(spotify.writes(), 2u);
  std::vector<std::string> bodies;
  for (const auto& request : spotify.requests)
    if (request.method != "GET") bodies.push_back(request.body);
  ASSERT_EQ(bodies.size(), 2u);
  EXPECT_NE(bodies[0].find(R"("public":false)"), std::string::npos);
  EXPECT_EQ(bodies[1], R"({"uris":[")" + uri(kIdA) + R"(",")" + uri(kIdB) + R"("]})");
  const auto lists = remembered(lake, "me");
  ASSERT_FALSE(lists.empty());
  EXPECT_EQ(lists.back().playlist, spotify.only().id);
  EXPECT_EQ(lists.back().recording_keys, (std::vector{music::RecordingKey("rec-a"), music::RecordingKey("rec-b")}));
}

TEST_F(WriterTest, WritesNothingWhenNothingChanged) {
  write_now();
  const std::size_t before = spotify.requests.size(), kept = remembered(lake, "me").size();
  const WriteOutcome again = write_now();
  EXPECT_FALSE(again.created || again.changed);
  EXPECT_EQ(again.songs.size(), 2u);
  EXPECT_EQ(spotify.writes(before), 0u);
  EXPECT_EQ(remembered(lake, "me").size(), kept);
}

TEST_F(WriterTest, ReplacesInPlaceWhateverTheUserRenamedOrMoved) {
  write_now();
  spotify.only().name = "My name";
  spotify.only().description = "mine now";
  spotify.only().uris = {uri(kIdB)};
  const WriteOutcome again = write_now();
  EXPECT_TRUE(again.changed);
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.playlist, spotify.only().id);
  EXPECT_EQ(spotify.only().uris, (std::vector<std::string>{uri(kIdA), uri(kIdB)}));
}

TEST_F(WriterTest, FindsItsOwnByTheMarkWhenTheLakeForgot) {
  spotify.lists = {{"ours", "Segue weekly", "Made by segue: x", "ann", {uri(kIdA), uri(kIdB)}}};
  EXPECT_EQ(write_now().playlist, "ours");
  EXPECT_EQ(remembered(lake, "me").size(), 1u) << "the lake knows it again";
}

TEST_F(WriterTest, NeverTakesAPlaylistThatIsNotItsOwn) {
  spotify.lists = {{"theirs", "Segue weekly", "songs I like"}, {"another's", "Segue weekly", kMark, "somebody"}};
  const WriteOutcome outcome = write_now();
  EXPECT_TRUE(outcome.created);
  EXPECT_EQ(spotify.lists.size(), 3u);
  EXPECT_TRUE(spotify.lists[0].uris.empty() && spotify.lists[1].uris.empty());
}

TEST_F(WriterTest, ADryRunWritesNothing) {
  const WriteOutcome would = write_now(true);
  EXPECT_TRUE(would.created && would.changed);
  EXPECT_EQ(would.playlist, "");
  EXPECT_TRUE(remembered(lake, "me").empty());
  EXPECT_EQ(spotify.writes(), 0u);
}

TEST_F(WriterTest, LeavesOutAndCountsWhatCannotBeFoundAndWhatStandsTwice) {
  songs.push_back(song_of("rec-c", "C", "Three"));
  songs.push_back(song_of("rec-d", "D", "Four", kIdA));
  const WriteOutcome outcome = write_now();
  EXPECT_EQ(outcome.left_out.size(), 2u);
  EXPECT_EQ(outcome.songs.size(), 2u);
}

TEST_F(WriterTest, WritesNoEmptyPlaylist) {
  songs = {song_of("rec-c", "C", "Three")};
  EXPECT_THROW(write_now(), base::Error);
  const std::size_t searches = spotify.requests.size();
  songs.assign(101, song_of("rec", "A", "B", kIdA));
  EXPECT_THROW(write_now(), base::Error);
  EXPECT_EQ(spotify.requests.size(), searches);
  EXPECT_EQ(spotify.writes(), 0u);
}

TEST_F(WriterTest, GoesOnAfterACreationWhoseItemsFailed) {
  spotify.gone = {uri(kIdA), uri(kIdB)};
  EXPECT_THROW(write_now(), base::Error);
  spotify.gone.clear();
  const WriteOutcome again = write_now();
  EXPECT_FALSE(again.created) << "no second copy";
  EXPECT_TRUE(again.changed);
  EXPECT_EQ(spotify.lists.size(), 1u);
}

TEST(Cooled, AreTheListsOfEightWeeksBeforeThisOne) {
  const auto list = [](const char* at, const char* key) {
    Written written;
    written.at = *base::parse_iso8601(at);
    written.recording_keys = {music::RecordingKey(key)};
    return written;
  };
  const auto at = [](const char* text) { return *base::parse_iso8601(text); };
  const std::vector<Written> lists{list("2026-09-20T12:00:00Z", "too old"), list("2026-11-22T23:59:59Z", "last week"),
                                   list("2026-11-23T00:00:00Z", "this week")};
  EXPECT_EQ(cooled(lists, at("2026-11-24T16:00:00Z")), (std::unordered_set{music::RecordingKey("last week")}));
  EXPECT_EQ(cooled(lists, at("2026-11-30T00:00:00Z")),
            (std::unordered_set{music::RecordingKey("last week"), music::RecordingKey("this week")}));
}

}  // namespace
}  // namespace segue::playlist
