// Tests more bad days of searches than lookup_test.cc.
#include "playlist/lookup.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/hash.h"
#include "lake/directory_lake.h"
#include "lake/object_key.h"
#include "lake/objects.h"
#include "playlist/query.h"
#include "playlist/search_answers_for_tests.h"
#include "playlist/songs_for_tests.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::playlist {
namespace {

class LookupSiblings : public testing::Test, protected spotify::SignedIn {
 protected:
  Looked look_up(const music::Recording& song) { return Lookup(lake, "me", api, clock).spotify_id(song); }
  void nothing_twice() { client.answer(200, answer_with("")).answer(200, answer_with("")); }
  void lands(const std::string& body) {
    const std::string path = search_paths(harbour).front();
    lake::Envelope envelope{"GET " + path, 200, {}, clock.now(), base::sha256_hex(body), "", "", "", "", 0};
    lake.put_new(lake::dated_key("me", lake::ObjectKind::search, envelope), lake::wrap(envelope, body));
  }
  lake::DirectoryLake lake{folder.path() / "lake"};
  const music::Recording harbour = [] {
    music::Recording song = song_of("rec", "Paper Boats", "Harbour");
    song.album = "Low Tide";
    song.duration_ms = 201'000;
    return song;
  }();
};

TEST_F(LookupSiblings, AnAnswerInTheLakeThatIsNoneIsAskedForAgain) {
  lands("<html>");
  lake.put_new("v1/me/search/2026/11/24/torn.json.zst", "no zstd");
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupSiblings, AnOldEmptyAnswerIsAsOldAsItsEnvelopeSays) {
  lands(answer_with(""));
  clock.advance(kMissLasts);
  client.answer(200, R"({"access_token":"t2","token_type":"Bearer","expires_in":3600,"scope":"x"})");
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST(SearchPaths, TheSecondHasNoFiltersSignsOrFeaturedArtists) {
  const auto second = [](const char* artist, const char* title) { return search_paths(song_of("", artist, title))[1]; };
  const std::string end = "&type=track&limit=10";
  EXPECT_EQ(second("AC/DC", "Don't: Stop (feat. Ann) [Mix]"), "/v1/search?q=Dont%20Stop%20Mix%20AC%20DC" + end);
  EXPECT_EQ(second("Ann ft. Bob", "Rock \xE2\x80\x99n\xE2\x80\x99 Roll"), "/v1/search?q=Rock%20n%20Roll%20Ann" + end);
  EXPECT_EQ(second("A", "Dance With Me"), "/v1/search?q=Dance%20With%20Me%20A" + end);
}

TEST(SameSong, LooksAwayFromFeaturedArtistsOnEitherSide) {
  EXPECT_TRUE(is_same_song({kIdA, "", "Song (feat. Bob)", "Ann", "L", 0}, song_of("", "Ann feat. Bob", "Song")));
  EXPECT_FALSE(is_same_song({kIdA, "", "Song", "Karaoke Crew", "L", 0}, song_of("", "Ann", "Song")));
}

TEST_F(LookupSiblings, TheSecondFormFindsWhatTheFirstIsRefused) {
  client.answer(404, "{}").answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 0)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupSiblings, AnAnswerWithASongThatCannotBeReadSaysNothing) {
  const std::string nobody = R"({"id":")" + kIdA + R"(","name":"Harbour","artists":"seven"})";
  const std::string other = found(kIdB, "The Sweet Mercys", "Mercy Again", 0);
  client.answer(200, answer_with(nobody)).answer(200, answer_with(other + "," + nobody));
  const Looked looked = look_up(harbour);
  EXPECT_TRUE(looked.is_failure) << "it may be the one that is looked for";
  EXPECT_NE(looked.why.find("has no id, name or artist"), std::string::npos) << looked.why;
  client.answer(200, answer_with(nobody + "," + found(kIdB, "Paper Boats", "Harbour", 0)));
  EXPECT_EQ(look_up(harbour).id, kIdB) << "no such answer is kept, and one beside it is found";
}

TEST_F(LookupSiblings, AnOutageIsOne) {
  for (int i = 0; i < 24; ++i) client.answer(503, "");
  Lookup lookup(lake, "me", api, clock);
  EXPECT_TRUE(lookup.spotify_id(harbour).is_failure);
  EXPECT_TRUE(lookup.spotify_id(song_of("r2", "A", "B")).is_failure);
  EXPECT_THROW(lookup.spotify_id(song_of("r3", "C", "D")), base::Error);
  EXPECT_EQ(client.left(), 0u);
}

TEST_F(LookupSiblings, AForbiddenSearchIsMadeNoMore) {
  client.answer(403, R"({"error":{"status":403,"message":"Forbidden"}})");
  Lookup lookup(lake, "me", api, clock);
  EXPECT_TRUE(lookup.spotify_id(harbour).is_failure);
  EXPECT_NE(lookup.spotify_id(song_of("r2", "A", "B")).why.find("Forbidden"), std::string::npos);
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(LookupSiblings, ARefusedLoginOrQuotaEndsIt) {
  client.answer(429, "", {{"Retry-After", "7200"}});
  EXPECT_THROW(look_up(harbour), base::Error);
}

}  // namespace
}  // namespace segue::playlist
