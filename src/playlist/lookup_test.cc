#include "playlist/lookup.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "playlist/search_answers_for_tests.h"
#include "playlist/songs_for_tests.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::playlist {
namespace {

class LookupTest : public testing::Test, protected spotify::SignedIn {
 protected:
  std::string look_up(const music::Recording& song) { return Lookup(lake, "me", api, clock).spotify_id(song).id; }
  lake::DirectoryLake lake{folder.path() / "lake"};
  const music::Recording harbour = [] {
    music::Recording song = song_of("rec", "Paper Boats", "Harbour");
    song.album = "Low Tide";
    song.duration_ms = 201'000;
    return song;
  }();
};

TEST_F(LookupTest, AsksNothingForASongThatHasItsId) {
  EXPECT_EQ(look_up(song_of("rec", "A", "B", kIdA)), kIdA);
  EXPECT_TRUE(client.requests().empty());
}

TEST_F(LookupTest, TakesTheFirstThatIsTheSameSongOfTheSameLength) {
  client.answer(200, answer_with(found(kIdB, "Paper Boats", "Harbour - Live", 201'000) + "," +
                                 found(kIdB, "Paper Boats", "Harbour", 215'000) + "," +
                                 found(kIdB, "Boats of Paper", "Harbour", 201'000) + "," +
                                 found(kIdA, "PAPER BOATS", "Harbour - Remastered 2011", 205'000)));
  EXPECT_EQ(look_up(harbour), kIdA);
}

TEST_F(LookupTest, S01TakesNoSongOfTheSameTitleAndLengthByAnotherArtist) {
  const std::string karaoke = answer_with(found(kIdB, "Karaoke Heroes", "Harbour", 201'000));
  client.answer(200, karaoke).answer(200, karaoke);
  EXPECT_EQ(look_up(harbour), "");
}

TEST_F(LookupTest, AsksForAFoundSongOnceForGood) {
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour), kIdA);
  clock.advance(std::chrono::days{400});
  EXPECT_EQ(look_up(harbour), kIdA) << "a new Lookup reads the lake";
  EXPECT_EQ(client.requests().size(), 1u);
}

TEST_F(LookupTest, S05AsksAgainForAMissWhenItHasLastedLongEnough) {
  client.answer(200, answer_with("")).answer(200, answer_with(""));
  EXPECT_EQ(look_up(harbour), "");
  clock.advance(kMissLasts - std::chrono::hours{1});
  EXPECT_EQ(look_up(harbour), "") << "a new Lookup reads the lake";
  EXPECT_EQ(client.requests().size(), 2u) << "each form of the query once";
  clock.advance(std::chrono::hours{1});
  client.answer(200, R"({"access_token":"t","expires_in":3600})");  // the token of three days ago is over
  client.answer(200, answer_with(found(kIdA, "Paper Boats", "Harbour", 201'000)));
  EXPECT_EQ(look_up(harbour), kIdA);
}

TEST_F(LookupTest, S03AsksASecondFormWithoutFiltersNorSigns) {
  const music::Recording song = song_of("rec", "Don't Look: Down (feat. Bea)", "It's \"On\"");
  client.answer(200, answer_with(""))
      .answer(200, answer_with(found(kIdA, "Don't Look: Down", "It's \\\"On\\\"", 200'000)));
  EXPECT_EQ(look_up(song), kIdA);
  ASSERT_EQ(client.requests().size(), 2u);
  EXPECT_NE(client.requests()[1].url.find("q=Its%20On%20Dont%20Look%20Down&"), std::string::npos)
      << client.requests()[1].url;
}

TEST_F(LookupTest, QuotesNamesAndCutsLongOnesAtACharacter) {
  client.answer(200, answer_with("")).answer(200, answer_with(""));
  std::string long_title = "say \"cheese\" ";
  while (long_title.size() < 200) long_title += "\xC3\xA9";
  look_up(song_of("rec", "A", long_title));
  const std::string url = client.requests()[0].url;
  EXPECT_NE(url.find("track%3A%22say%20cheese%20%C3%A9"), std::string::npos) << url;
  EXPECT_EQ(url.find("%C3%22"), std::string::npos) << "half a character: " << url;
  EXPECT_NE(url.find("limit=10"), std::string::npos) << "11 would be refused";
}

TEST_F(LookupTest, S02NamesASearchThatFailsAndKeepsNoFailureAsAnAnswer) {
  client.answer(404, "{}").answer(404, "{}");
  const Looked looked = Lookup(lake, "me", api, clock).spotify_id(harbour);
  EXPECT_EQ(looked.id, "");
  EXPECT_TRUE(looked.is_failure);
  EXPECT_NE(looked.why.find("404"), std::string::npos) << looked.why;
  EXPECT_TRUE(lake.list("v1/me/search/").empty());
}

}  // namespace
}  // namespace segue::playlist
