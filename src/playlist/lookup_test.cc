#include "playlist/lookup.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/hash.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"
#include "playlist/query.h"
#include "spotify/signed_in.h"

namespace segue::playlist {
namespace {

std::string found(const std::string& id, const std::string& artist, const std::string& title, int duration_ms) {
  return R"({"id":")" + id + R"(","name":")" + title + R"(","artists":[{"name":")" + artist +
         R"("}],"album":{"name":"L"},"duration_ms":)" + std::to_string(duration_ms) + "}";
}
std::string answer_with(const std::string& tracks) {
  return R"({"tracks":{"items":[)" + tracks + "]}}";
}

const std::string kIdA = "0AbCdEfGhIjKlMnOpQrStA", kIdB = "0AbCdEfGhIjKlMnOpQrStB";

class LookupTest : public testing::Test, protected spotify::SignedIn {
 protected:
  Looked look_up(const Song& song) { return Lookup(lake, "me", api, clock).spotify_id(song); }
  void nothing_twice() { client.answer(200, answer_with("")).answer(200, answer_with("")); }
  void lands(const std::string& body) {
    const std::string path = search_paths(harbour).front();
    lake::Envelope envelope{"GET " + path, 200, {}, clock.now(), base::sha256_hex(body), "", "", "", "", 0};
    lake.put_new(lake::dated_key("me", "search", envelope), lake::wrap(envelope, body));
  }
  lake::DirectoryLake lake{folder.path() / "lake"};
  const Song harbour{"rec", "Paper Boats", "Harbour", "Low Tide", "", 201'000};
};

TEST_F(LookupTest, AsksNothingForASongThatHasItsId) {
  EXPECT_EQ(look_up({"rec", "A", "B", "", kIdA, 0}).id, kIdA);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(LookupTest, TakesTheFirstThatIsTheSameSongOfTheSameLength) {
  client.answer(200, answer_with(found(kIdB, "Paper Boats", "Harbour - Live", 201'000) + "," +
                                 found(kIdB, "Paper Boats", "Harbour", 215'000) + "," +
                                 found(kIdB, "Boats of Paper", "Harbour", 201'000) + "," +
                                 found(kIdA, "PAPER BOATS", "Harbour - Remastered 2011", 205'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupTest, WhatWasFoundIsAskedForOnce) {
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
  clock.advance(std::chrono::days{400});
  EXPECT_EQ(look_up(harbour).id, kIdA) << "a new Lookup reads the lake";
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(LookupTest, WhatWasNotFoundIsBelievedForDaysOnly) {
  nothing_twice();
  const Looked looked = look_up(harbour);
  EXPECT_EQ(looked.id, "");
  EXPECT_FALSE(looked.is_failure);
  clock.advance(kMissLasts - std::chrono::hours{1});
  EXPECT_EQ(look_up(harbour).id, "");
  EXPECT_EQ(client.requests().size(), 2u);
  clock.advance(std::chrono::hours{2});
  client.answer(200, R"({"access_token":"t2","token_type":"Bearer","expires_in":3600,"scope":"x"})");
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupTest, AnOldEmptyAnswerIsAsOldAsItsEnvelopeSays) {
  lands(answer_with(""));
  clock.advance(kMissLasts);
  client.answer(200, R"({"access_token":"t2","token_type":"Bearer","expires_in":3600,"scope":"x"})");
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupTest, AnAnswerInTheLakeThatIsNoneIsAskedForAgain) {
  lands("<html>");
  lake.put_new("v1/me/search/2026/11/24/torn.json.zst", "no zstd");
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupTest, QuotesNamesAndCutsLongOnesAtACharacter) {
  nothing_twice();
  std::string long_title = "say \"cheese\" ";
  while (long_title.size() < 200) long_title += "\xC3\xA9";
  look_up({"rec", "A", long_title, "", "", 0});
  const std::string url = client.requests()[0].url;
  EXPECT_NE(url.find("track%3A%22say%20cheese%20%C3%A9"), std::string::npos) << url;
  EXPECT_EQ(url.find("%C3%22"), std::string::npos) << "half a character: " << url;
  EXPECT_NE(url.find("limit=10"), std::string::npos) << "11 would be refused";
}

TEST(SearchPaths, TheSecondHasNoFiltersSignsOrFeaturedArtists) {
  const auto second = [](const char* artist, const char* title) {
    return search_paths({"", artist, title, "", "", 0})[1];
  };
  const std::string end = "&type=track&limit=10";
  EXPECT_EQ(second("AC/DC", "Don't: Stop (feat. Ann) [Mix]"), "/v1/search?q=Dont%20Stop%20Mix%20AC%20DC" + end);
  EXPECT_EQ(second("Ann ft. Bob", "Rock \xE2\x80\x99n\xE2\x80\x99 Roll"), "/v1/search?q=Rock%20n%20Roll%20Ann" + end);
  EXPECT_EQ(second("A", "Dance With Me"), "/v1/search?q=Dance%20With%20Me%20A" + end);
}

TEST(SameSong, LooksAwayFromFeaturedArtistsOnEitherSide) {
  EXPECT_TRUE(is_same_song({kIdA, "", "Song (feat. Bob)", "Ann", "L", 0}, {"", "Ann feat. Bob", "Song", "", "", 0}));
  EXPECT_FALSE(is_same_song({kIdA, "", "Song", "Karaoke Crew", "L", 0}, {"", "Ann", "Song", "", "", 0}));
}

TEST_F(LookupTest, ASearchThatFailsLeavesOneSongOutAndIsNoAnswer) {
  for (const int status : {400, 404}) {
    client.answer(status, "{}").answer(status, "{}");
    const Looked looked = look_up(harbour);
    EXPECT_EQ(looked.id, "");
    EXPECT_TRUE(looked.is_failure);
    EXPECT_NE(looked.why.find(std::to_string(status)), std::string::npos) << looked.why;
  }
  client.answer(200, "<html>").answer(200, R"({"tracks":7})");
  EXPECT_TRUE(look_up(harbour).is_failure);
  EXPECT_TRUE(lake.list("v1/me/search/").empty());
}

TEST_F(LookupTest, TheSecondFormFindsWhatTheFirstIsRefused) {
  client.answer(404, "{}").answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 0)));
  EXPECT_EQ(look_up(harbour).id, kIdA);
}

TEST_F(LookupTest, AnOutageIsOne) {
  for (int i = 0; i < 24; ++i) client.answer(503, "");
  Lookup lookup(lake, "me", api, clock);
  EXPECT_TRUE(lookup.spotify_id(harbour).is_failure);
  EXPECT_TRUE(lookup.spotify_id({"r2", "A", "B", "", "", 0}).is_failure);
  EXPECT_THROW(lookup.spotify_id({"r3", "C", "D", "", "", 0}), base::Error);
  EXPECT_EQ(client.left(), 0u);
}

TEST_F(LookupTest, AForbiddenSearchIsMadeNoMore) {
  client.answer(403, R"({"error":{"status":403,"message":"Forbidden"}})");
  Lookup lookup(lake, "me", api, clock);
  EXPECT_TRUE(lookup.spotify_id(harbour).is_failure);
  EXPECT_NE(lookup.spotify_id({"r2", "A", "B", "", "", 0}).why.find("Forbidden"), std::string::npos);
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(LookupTest, ARefusedLoginOrQuotaEndsIt) {
  client.answer(429, "", {{"Retry-After", "7200"}});
  EXPECT_THROW(look_up(harbour), base::Error);
}

}  // namespace
}  // namespace segue::playlist
