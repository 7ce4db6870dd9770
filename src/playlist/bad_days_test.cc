// Tests what Spotify did to people's playlists, one test for each bad day (P…, S… in docs/cases.md).
#include <gtest/gtest.h>

#include <utility>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "playlist/ours.h"
#include "playlist/songs_for_tests.h"
#include "playlist/spotify_for_tests.h"
#include "playlist/writer.h"
#include "playlist/written.h"
#include "spotify/signed_in_for_tests.h"

namespace segue::playlist {
namespace {

std::string id_of(char c) {
  return std::string("0AbCdEfGhIjKlMnOpQrSt") + c;
}
std::string uri(char c) {
  return "spotify:track:" + id_of(c);
}
music::Recording song(char c) {
  return song_of(std::string("rec-") + c, std::string("Artist ") + c, std::string("Song ") + c, id_of(c));
}
http::Response answer(int status, const std::string& body) {
  return {status, {}, body};
}

class BadDays : public testing::Test, protected spotify::SignedIn {
 protected:
  WriteOutcome write_now(bool dry_run = false) {
    return write(lake, asked, clock, {"me", "Segue weekly", songs, 0, dry_run});
  }
  // Answers with `status` and `body` to every request whose method and path begin with `begin`.
  void spoil(const std::string& begin, int status, const std::string& body) {
    spotify.spoil = [=](const http::Request& request) -> SpotifyOfTest::Answer {
      if (!(request.method + " " + SpotifyOfTest::path_of(request)).starts_with(begin)) return std::nullopt;
      return answer(status, body);
    };
  }
  base::Fault fault_of_writing() {
    try {
      write_now();
    } catch (const base::Error& error) {
      said = error.what();
      return error.fault();
    }
    ADD_FAILURE() << "nothing was thrown";
    return base::Fault::internal;
  }
  SpotifyOfTest spotify;
  spotify::WebApi asked{spotify, keeper, "https://api.example", quota, clock, wait_};
  lake::DirectoryLake lake{folder.path() / "lake"};
  std::vector<music::Recording> songs{song('A'), song('B'), song('C'), song('D')};
  std::string said;
};

TEST_F(BadDays, P01AbsentFromTheListIsNotMadeAgain) {
  write_now();
  spoil("GET /v1/me/playlists", 200, R"({"items":[],"next":null})");
  songs.pop_back();
  const WriteOutcome again = write_now();
  EXPECT_FALSE(again.created);
  EXPECT_EQ(spotify.lists.size(), 1u);
  EXPECT_EQ(spotify.only().uris.size(), 3u);
}

TEST_F(BadDays, P01AListEmptyOnceHidesNoMarkedPlaylist) {
  spotify.lists = {{"ours", "Segue weekly", "Made by segue: x"}};
  bool is_first = true;
  spotify.spoil = [&](const http::Request& request) -> SpotifyOfTest::Answer {
    if (!SpotifyOfTest::path_of(request).starts_with("/v1/me/playlists") || !std::exchange(is_first, false))
      return std::nullopt;
    return answer(200, R"({"items":[],"next":null})");
  };
  EXPECT_EQ(write_now().playlist, "ours") << "the lake had forgotten it";
}

TEST_F(BadDays, P02APageThatIsMissingFromTheListMakesNoSecondPlaylist) {
  write_now();
  std::string others;
  for (int i = 0; i < 50; ++i) others += R"({"id":"other","name":"Mine","description":"x","owner":{"id":"ann"}},)";
  others.pop_back();
  spoil("GET /v1/me/playlists", 200, R"({"items":[)" + others + R"(],"next":null,"total":50})");
  songs.pop_back();
  EXPECT_FALSE(write_now().created);
  EXPECT_EQ(spotify.lists.size(), 1u);
  EXPECT_EQ(spotify.only().uris.size(), 3u);
}

TEST_F(BadDays, P12AnotherOwnerNameAndDescriptionHideNoPlaylistOfTheRememberedId) {
  write_now();
  spotify.only().owner = "ann-under-a-new-id";
  spotify.only().name = "Hers";
  spotify.only().description = "";
  EXPECT_FALSE(write_now().created);
  EXPECT_EQ(spotify.lists.size(), 1u);
  EXPECT_EQ(spotify.only().name, "Segue weekly");
}

TEST_F(BadDays, P05ARelinkedSongIsNotWrittenAgain) {
  const auto shows = [&](const std::string& first) {
    spoil("GET /v1/playlists/ours0/items", 200,
          R"({"items":[{"item":)" + first + R"(},{"item":{"uri":")" + uri('B') + R"("}},{"item":{"uri":")" + uri('C') +
              R"("}},{"item":{"uri":")" + uri('D') + R"("}}],"next":null})");
  };
  shows(R"({"uri":"spotify:track:another"})");
  write_now();
  const std::size_t before = spotify.requests.size();
  EXPECT_FALSE(write_now().changed) << "as it was shown right after it was written";
  shows(R"({"uri":"spotify:track:a-third","linked_from":{"uri":")" + uri('A') + R"("}})");
  EXPECT_FALSE(write_now().changed) << "it says which song was put in";
  EXPECT_EQ(spotify.writes(before), 0u);
  shows(R"({"uri":"spotify:track:of-the-user"})");
  EXPECT_TRUE(write_now(true).changed) << "that one was not there";
}

TEST_F(BadDays, P06ANameThatSpotifyCutIsNotWrittenAgain) {
  spotify.name_most = 5;
  write_now();
  ASSERT_EQ(spotify.only().name, "Segue");
  std::size_t before = spotify.requests.size();
  EXPECT_FALSE(write_now().changed);
  EXPECT_EQ(spotify.writes(before), 0u);
  spotify.only().name = "Hers";
  EXPECT_TRUE(write_now().changed) << "somebody renamed it";
  before = spotify.requests.size();
  EXPECT_FALSE(write_now().changed);
  EXPECT_EQ(spotify.writes(before), 0u);
}

TEST_F(BadDays, P10ARefusedNameLosesNoMemoryOfTheSongs) {
  write_now();
  spotify.only().name = "Hers";
  songs.pop_back();
  spoil("PUT /v1/playlists/ours0", 400, R"({"error":{"status":400,"message":"name is no good"}})");
  const auto refuse_the_head = std::exchange(spotify.spoil, {});
  spotify.spoil = [&](const http::Request& request) -> SpotifyOfTest::Answer {
    return request.url.ends_with("/items") ? std::nullopt : refuse_the_head(request);
  };
  EXPECT_EQ(fault_of_writing(), base::Fault::upstream);
  EXPECT_TRUE(said.find("name is no good") != said.npos && said.find("are written") != said.npos) << said;
  EXPECT_EQ(remembered(lake, "me").back().uris.size(), 3u);
  spotify.spoil = {};
  const std::size_t before = spotify.requests.size();
  EXPECT_TRUE(write_now().changed);
  EXPECT_EQ(spotify.only().name, "Segue weekly");
  EXPECT_EQ(spotify.writes(before), 1u) << "the name alone";
}

TEST_F(BadDays, P03OneSongThatIsGoneIsLeftOutAndNamed) {
  spotify.gone = {uri('B')};
  const WriteOutcome outcome = write_now();
  EXPECT_EQ(spotify.only().uris, (std::vector<std::string>{uri('A'), uri('C'), uri('D')}));
  ASSERT_EQ(outcome.left_out.size(), 1u);
  EXPECT_EQ(outcome.left_out[0].song.title, "Song B");
  EXPECT_NE(outcome.left_out[0].why.find("404"), std::string::npos) << outcome.left_out[0].why;
  const std::size_t before = spotify.requests.size();
  EXPECT_FALSE(write_now().changed) << "a song refused today is not tried again today";
  EXPECT_EQ(spotify.writes(before), 0u);
}

TEST_F(BadDays, P03bASongThatOnlyTheListRefusesIsFoundByHalves) {
  spotify.spoil = [](const http::Request& request) -> SpotifyOfTest::Answer {
    if (request.method != "PUT" || request.body.find(uri('C')) == std::string::npos) return std::nullopt;
    return answer(400, R"({"error":{"status":400,"message":"Invalid track uri"}})");
  };
  const WriteOutcome outcome = write_now();
  EXPECT_EQ(spotify.only().uris, (std::vector<std::string>{uri('A'), uri('B'), uri('D')}));
  ASSERT_EQ(outcome.left_out.size(), 1u);
  EXPECT_NE(outcome.left_out[0].why.find("Invalid track uri"), std::string::npos) << outcome.left_out[0].why;
}

TEST_F(BadDays, P04StaysPublicIsSaidAndNotWrittenAgain) {
  spotify.stays_public = true;
  EXPECT_EQ(write_now().is_public, true);
  write_now();
  const std::size_t before = spotify.requests.size();
  EXPECT_FALSE(write_now(true).changed);
  const WriteOutcome again = write_now();
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(again.is_public, true);
  EXPECT_EQ(spotify.writes(before), 0u);
}

TEST_F(BadDays, P07UnfollowedIsMadeAnew) {
  write_now();
  spotify.only().is_held = false;
  EXPECT_TRUE(write_now().created);
  EXPECT_EQ(spotify.lists.size(), 2u);
}

TEST_F(BadDays, P09ANullNameOrDescriptionHidesNothing) {
  spotify.lists = {{"ours", "Segue weekly", "Made by segue: x"}};
  spoil("GET /v1/me/playlists", 200,
        R"({"items":[{"id":"ours","name":"Segue weekly","description":null,"owner":{"id":"ann"}}],"next":null})");
  EXPECT_EQ(write_now().playlist, "ours");
  EXPECT_EQ(spotify.lists.size(), 1u);
}

TEST_F(BadDays, P10ARefusedCreationSaysSpotifysWordAndWritesNothing) {
  spoil("POST", 400, R"({"error":{"status":400,"message":"description is no good"}})");
  EXPECT_EQ(fault_of_writing(), base::Fault::upstream);
  EXPECT_NE(said.find("description is no good"), std::string::npos) << said;
  EXPECT_TRUE(spotify.lists.empty());
  EXPECT_TRUE(remembered(lake, "me").empty());
}

TEST_F(BadDays, P15AListThatCannotBeReadMakesNothing) {
  for (const auto& [status, body] :
       std::vector<std::pair<int, std::string>>{{200, "<html>hello</html>"}, {503, "busy"}, {200, "{}"}, {404, "{}"}}) {
    spoil("GET /v1/me/playlists", status, body);
    EXPECT_EQ(fault_of_writing(), base::Fault::upstream) << status << body;
  }
  EXPECT_EQ(spotify.writes(), 0u);
}

TEST_F(BadDays, S02ASearchThatFailsForGoodLeavesOneSongOut) {
  songs[1].spotify_id = {};
  spoil("GET /v1/search", 400, R"({"error":{"status":400,"message":"Bad query"}})");
  const WriteOutcome outcome = write_now();
  EXPECT_EQ(spotify.only().uris, (std::vector<std::string>{uri('A'), uri('C'), uri('D')}));
  ASSERT_EQ(outcome.left_out.size(), 1u);
  EXPECT_NE(outcome.left_out[0].why.find("Bad query"), std::string::npos) << outcome.left_out[0].why;
}

TEST_F(BadDays, S05AListThatTheLakeForgotIsNotReplacedByAShorterOne) {
  spotify.lists = {{"ours", "Segue weekly", "Made by segue: x", "ann"}};
  for (const char c : std::string("ABCDEFGH")) spotify.only().uris.push_back(uri(c));
  for (std::size_t i = 1; i < songs.size(); ++i) songs[i].spotify_id = {};
  EXPECT_EQ(fault_of_writing(), base::Fault::upstream);
  EXPECT_NE(said.find("1 of the 4"), std::string::npos) << said;
  EXPECT_EQ(spotify.only().uris.size(), 8u);
  EXPECT_EQ(spotify.writes(), 0u);
}

TEST_F(BadDays, S02SearchesThatFailMakeNoListShorter) {
  write_now();
  songs[1].spotify_id = {};
  spoil("GET /v1/search", 404, R"({"error":{"status":404,"message":"Not found"}})");
  const std::size_t before = spotify.requests.size();
  EXPECT_EQ(fault_of_writing(), base::Fault::upstream);
  EXPECT_NE(said.find("3 of the 4 songs"), std::string::npos) << said;
  EXPECT_EQ(spotify.only().uris.size(), 4u);
  EXPECT_EQ(spotify.writes(before), 0u);
  songs.push_back(song('E'));
  EXPECT_FALSE(write(lake, asked, clock, {"me", "Segue weekly", songs, 4, false}).created);
  EXPECT_EQ(spotify.only().uris, (std::vector<std::string>{uri('A'), uri('C'), uri('D'), uri('E')})) << "full again";
}

TEST_F(BadDays, S05TwoOfThirtyFoundLeaveTheOldListOfThirty) {
  const std::string signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123";
  songs.clear();
  for (const char c : signs) songs.push_back(song(c));
  write_now();
  ASSERT_EQ(spotify.only().uris.size(), 30u);
  for (std::size_t i = 2; i < songs.size(); ++i) songs[i].spotify_id = {};  // no search finds them
  const std::size_t before = spotify.requests.size();
  EXPECT_EQ(fault_of_writing(), base::Fault::upstream);
  EXPECT_NE(said.find("2 of the 30"), std::string::npos) << said;
  EXPECT_EQ(spotify.only().uris.size(), 30u);
  EXPECT_EQ(spotify.writes(before), 0u);
}

}  // namespace
}  // namespace segue::playlist
