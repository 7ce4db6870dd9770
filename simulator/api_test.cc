// The Web API's answers to valid requests.
#include <gtest/gtest.h>

#include "simulator/app_for_tests.h"

namespace segue::simulator {
namespace {

class ApiTest : public testing::Test {
 protected:
  void SetUp() override { app_.log_in(); }

  const Catalogue& catalogue() { return app_.simulator.world().catalogue; }
  std::string uri(std::size_t track) { return track_uri(catalogue().tracks()[track]); }
  std::string uris(const std::vector<std::size_t>& tracks) {
    Json out = Json::array();
    for (auto track : tracks) out.push_back(uri(track));
    return Json{{"uris", out}}.dump();
  }
  // Creates a private playlist of the tracks and returns its id.
  std::string created(const std::vector<std::size_t>& tracks) {
    auto id = Json::parse(app_.ask("POST", "/v1/me/playlists", R"({"name":"n","public":false})").body)["id"]
                  .get<std::string>();
    if (!tracks.empty()) {
      EXPECT_EQ(app_.ask("POST", "/v1/playlists/" + id + "/items", uris(tracks)).status, 201);
    }
    return id;
  }
  std::vector<std::string> items_of(const std::string& id) {
    std::vector<std::string> out;
    auto page = app_.get("/v1/playlists/" + id + "/items?limit=50");
    for (const auto& entry : page["items"]) out.push_back(entry["item"]["uri"]);
    return out;
  }
  std::vector<std::string> uris_of(const std::vector<std::size_t>& tracks) {
    std::vector<std::string> out;
    for (auto track : tracks) out.push_back(uri(track));
    return out;
  }

  TestApp app_;
};

TEST_F(ApiTest, TellsWhoIsLoggedIn) {
  auto me = app_.get("/v1/me");
  EXPECT_EQ(me["id"], "demo");
  EXPECT_EQ(me["type"], "user");
  EXPECT_EQ(me["account_id"].get<std::string>().size(), 22U);
}

TEST_F(ApiTest, ShowsATrackWithItsAlbumAndIsrc) {
  const auto& track = catalogue().tracks()[100];
  auto shown = app_.get("/v1/tracks/" + track.id);
  EXPECT_EQ(shown["name"], track.name);
  EXPECT_EQ(shown["duration_ms"], track.duration_ms);
  EXPECT_EQ(shown["external_ids"]["isrc"], track.isrc);
  EXPECT_EQ(shown["album"]["id"], catalogue().albums()[track.album].id);
  EXPECT_TRUE(shown["album"]["artists"].is_array());
  EXPECT_EQ(shown["artists"][0]["name"], catalogue().artists()[track.artist].name);
  EXPECT_EQ(shown["preview_url"], nullptr);
  EXPECT_FALSE(shown.contains("is_playable"));
  EXPECT_EQ(app_.get("/v1/tracks/" + track.id + "?market=DE")["is_playable"], true);
}

TEST_F(ApiTest, ShowsAnAlbumWithAllItsTracks) {
  const auto& album = catalogue().albums()[3];
  auto shown = app_.get("/v1/albums/" + album.id);
  EXPECT_EQ(shown["total_tracks"], album.tracks.size());
  EXPECT_EQ(shown["tracks"]["items"].size(), album.tracks.size());
  EXPECT_EQ(shown["external_ids"]["upc"], album.upc);
  EXPECT_TRUE(shown["genres"].empty());
  auto page = app_.get("/v1/albums/" + album.id + "/tracks?limit=1&offset=1");
  EXPECT_EQ(page["items"][0]["track_number"], 2);
  EXPECT_FALSE(page["items"][0].contains("album"));
}

TEST_F(ApiTest, PagesThroughAnArtistsAlbums) {
  std::size_t most = 0;
  for (std::size_t i = 0; i < catalogue().artists().size(); ++i) {
    if (catalogue().artists()[i].albums.size() > catalogue().artists()[most].albums.size()) most = i;
  }
  const auto& artist = catalogue().artists()[most];
  ASSERT_GT(artist.albums.size(), 5U);
  std::set<std::string> seen;
  std::string target = "/v1/artists/" + artist.id + "/albums";
  int pages = 0;
  while (!target.empty()) {
    auto page = app_.get(target);
    EXPECT_EQ(page["total"], artist.albums.size());
    EXPECT_LE(page["items"].size(), 5U);
    for (const auto& album : page["items"]) seen.insert(album["id"]);
    target =
        page["next"].is_null() ? "" : page["next"].get<std::string>().substr(std::string("http://127.0.0.1:1").size());
    ++pages;
  }
  EXPECT_EQ(seen.size(), artist.albums.size());
  EXPECT_GT(pages, 1);
  auto singles = app_.get("/v1/artists/" + artist.id + "/albums?include_groups=single&limit=10");
  EXPECT_FALSE(singles["items"].empty());
  for (const auto& album : singles["items"]) {
    EXPECT_EQ(album["album_type"], "single");
  }
}

TEST_F(ApiTest, FindsTracksByArtistAndTitle) {
  for (std::size_t i = 0; i < catalogue().tracks().size(); i += 100) {
    const auto& track = catalogue().tracks()[i];
    auto q = "track:\"" + track.name + "\" artist:\"" + catalogue().artists()[track.artist].name + "\"";
    auto found = app_.get("/v1/search?type=track&limit=10&q=" + http::percent_encode(q))["tracks"];
    bool among = false;
    for (const auto& item : found["items"]) among = among || item["id"] == track.id;
    EXPECT_TRUE(among) << q << found["total"];
  }
}

TEST_F(ApiTest, SearchesByWordsIsrcYearAndKind) {
  const auto& track = catalogue().tracks()[50];
  const auto& artist = catalogue().artists()[track.artist];
  auto by_isrc = app_.get("/v1/search?type=track&q=isrc:" + track.isrc)["tracks"];
  ASSERT_GE(by_isrc["items"].size(), 1U);
  EXPECT_EQ(by_isrc["items"][0]["external_ids"]["isrc"], track.isrc);
  auto by_words = app_.get("/v1/search?type=artist,album&q=" + http::percent_encode(artist.name));
  EXPECT_EQ(by_words["artists"]["items"][0]["id"], artist.id);
  EXPECT_TRUE(by_words.contains("albums"));
  EXPECT_FALSE(by_words.contains("tracks"));
  auto by_year = app_.get("/v1/search?type=album&limit=10&q=year:1999-2001");
  EXPECT_FALSE(by_year["albums"]["items"].empty());
  for (const auto& item : by_year["albums"]["items"]) {
    auto year = item["release_date"].get<std::string>().substr(0, 4);
    EXPECT_TRUE(year >= "1999" && year <= "2001") << year;
  }
  EXPECT_EQ(app_.get("/v1/search?type=track&q=xyzzyqq")["tracks"]["total"], 0);
  EXPECT_EQ(
      app_.get("/v1/search?type=track&q=track:xyzzyqq+artist:" + http::percent_encode(artist.name))["tracks"]["total"],
      0);
}

TEST_F(ApiTest, CreatesAPlaylistInFrontOfTheOthers) {
  auto answer = app_.ask("POST", "/v1/me/playlists", R"({"name":"Weekly","public":false,"description":"d"})");
  ASSERT_EQ(answer.status, 201) << answer.body;
  auto made = Json::parse(answer.body);
  EXPECT_EQ(made["public"], false);
  EXPECT_EQ(made["items"]["total"], 0);
  EXPECT_EQ(made["owner"]["id"], "demo");
  auto list = app_.get("/v1/me/playlists");
  EXPECT_EQ(list["items"][0]["id"], made["id"]);
  EXPECT_EQ(list["items"][0]["items"].size(), 2U);  // href and total alone
  EXPECT_EQ(Json::parse(app_.ask("POST", "/v1/me/playlists", R"({"name":"x"})").body)["public"], true);
}

TEST_F(ApiTest, ChangesItemsAndTheSnapshotWithThem) {
  auto id = created({1, 2, 3});
  auto snapshot = [&] { return app_.get("/v1/playlists/" + id)["snapshot_id"].get<std::string>(); };
  auto items = "/v1/playlists/" + id + "/items";
  std::set<std::string> seen{snapshot()};

  auto added = app_.ask("POST", items, Json{{"uris", {uri(4)}}, {"position", 0}}.dump());
  EXPECT_EQ(Json::parse(added.body)["snapshot_id"], snapshot());
  EXPECT_EQ(items_of(id), uris_of({4, 1, 2, 3}));
  EXPECT_TRUE(seen.insert(snapshot()).second);

  EXPECT_EQ(app_.ask("PUT", items, R"({"range_start":0,"insert_before":3,"range_length":2})").status, 200);
  EXPECT_EQ(items_of(id), uris_of({2, 4, 1, 3}));
  EXPECT_TRUE(seen.insert(snapshot()).second);

  EXPECT_EQ(app_.ask("DELETE", items, Json{{"items", {{{"uri", uri(4)}}}}, {"snapshot_id", snapshot()}}.dump()).status,
            200);
  EXPECT_EQ(items_of(id), uris_of({2, 1, 3}));
  EXPECT_TRUE(seen.insert(snapshot()).second);

  EXPECT_EQ(app_.ask("PUT", items, uris({9, 9, 8})).status, 200);
  EXPECT_EQ(items_of(id), uris_of({9, 9, 8}));
  EXPECT_TRUE(seen.insert(snapshot()).second);

  EXPECT_EQ(app_.ask("PUT", items, uris({9, 9, 8})).status, 200);  // the same again is a change, too
  EXPECT_TRUE(seen.insert(snapshot()).second);

  EXPECT_EQ(app_.ask("PUT", items, uris({})).status, 200);
  EXPECT_TRUE(items_of(id).empty());
}

TEST_F(ApiTest, LeavesAPlaylistAloneWhenAWriteIsRefused) {
  auto id = created({1, 2, 3});
  auto before = app_.get("/v1/playlists/" + id);
  auto items = "/v1/playlists/" + id + "/items";
  EXPECT_EQ(app_.ask("PUT", items, Json{{"uris", {uri(4), "spotify:local:a:b:c:1"}}}.dump()).status, 400);
  EXPECT_EQ(app_.ask("PUT", "/v1/playlists/" + id, R"({"name":"new","public":7})").status, 400);
  EXPECT_EQ(app_.get("/v1/playlists/" + id), before);
}

TEST_F(ApiTest, ChangesDetailsWithoutTouchingTheSnapshot) {
  auto id = created({1});
  auto before = app_.get("/v1/playlists/" + id);
  EXPECT_EQ(app_.ask("PUT", "/v1/playlists/" + id, R"({"name":"new","description":"why"})").status, 200);
  auto after = app_.get("/v1/playlists/" + id);
  EXPECT_EQ(after["name"], "new");
  EXPECT_EQ(after["description"], "why");
  EXPECT_EQ(after["snapshot_id"], before["snapshot_id"]);
}

TEST_F(ApiTest, KeepsALibraryOfTracks) {
  auto saved = app_.get("/v1/me/tracks?limit=50");
  EXPECT_EQ(saved["items"].size(), 50U);
  EXPECT_GT(saved["total"], 80);
  auto first = saved["items"][0]["track"]["uri"].get<std::string>();
  std::size_t other = 0;
  while (app_.get("/v1/me/library/contains?uris=" + uri(other))[0] == true) ++other;
  EXPECT_EQ(app_.get("/v1/me/library/contains?uris=" + first + "," + uri(other)), Json::parse("[true,false]"));
  app_.ask("PUT", "/v1/me/library?uris=" + uri(other));
  app_.ask("DELETE", "/v1/me/library?uris=" + first);
  EXPECT_EQ(app_.get("/v1/me/library/contains?uris=" + first + "," + uri(other)), Json::parse("[false,true]"));
  EXPECT_EQ(app_.get("/v1/me/tracks")["items"][0]["track"]["uri"], uri(other));
}

TEST_F(ApiTest, FollowedArtistsGoOnByCursor) {
  std::vector<std::string> seen;
  std::string after;
  for (int pages = 0; pages < 20; ++pages) {
    auto artists = app_.get("/v1/me/following?type=artist&limit=7" + after)["artists"];
    EXPECT_LE(artists["items"].size(), 7U);
    for (const auto& item : artists["items"]) seen.push_back(item["id"]);
    if (artists["next"].is_null()) {
      EXPECT_EQ(artists["total"], seen.size());
      break;
    }
    EXPECT_EQ(artists["cursors"]["after"], seen.back());
    after = "&after=" + seen.back();
  }
  EXPECT_GT(seen.size(), 7U);
  EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), seen.size());
}

TEST_F(ApiTest, RanksTopTracksByPlaysOfTheRange) {
  auto top = app_.get("/v1/me/top/tracks?time_range=long_term&limit=50")["items"];
  ASSERT_EQ(top.size(), 50U);
  std::map<std::string, int> counts;
  for (const auto& line : split(app_.ask("GET", "/sim/truth").body, '\n')) {
    if (line.empty()) continue;
    auto play = Json::parse(line);
    bool counted = play["listed"].get<bool>() && play["listed_ms"] <= base::to_ms(small_world().start);
    if (counted) ++counts[play["uri"].get<std::string>()];
  }
  for (std::size_t i = 1; i < top.size(); ++i) {
    EXPECT_GE(counts[top[i - 1]["uri"].get<std::string>()], counts[top[i]["uri"].get<std::string>()]);
  }
  EXPECT_NE(app_.get("/v1/me/top/tracks?time_range=short_term")["items"], app_.get("/v1/me/top/tracks")["items"]);
}

TEST(Admin, CountsCallsByTemplate) {
  TestApp app;
  app.log_in();
  const auto& tracks = app.simulator.world().catalogue.tracks();
  app.ask("GET", "/v1/tracks/" + tracks[0].id);
  app.ask("GET", "/v1/tracks/" + tracks[1].id);
  app.ask("GET", "/v1/nothing");
  auto calls = app.get("/sim/calls");
  EXPECT_EQ(calls, Json::parse(R"({"GET /authorize":1,"GET /v1/tracks/{id}":2,"POST /api/token":1,"other":1})"));
}

TEST(Admin, MovesTheClockForwardsAlone) {
  TestApp app;
  EXPECT_EQ(app.get("/sim/clock")["now"], "2026-11-01T00:00:00.000Z");
  EXPECT_EQ(Json::parse(app.ask("POST", "/sim/advance?ms=1500").body)["now"], "2026-11-01T00:00:01.500Z");
  for (const char* bad : {"/sim/advance", "/sim/advance?ms=-1", "/sim/advance?ms=1.5", "/sim/advance?ms=x",
                          "/sim/advance?ms=9223372036854775807", "/sim/advance?ms=1&x=1"}) {
    EXPECT_EQ(app.ask("POST", bad).status, 400) << bad;
  }
  EXPECT_EQ(app.ask("GET", "/sim/advance?ms=1").status, 405);
  EXPECT_EQ(app.get("/sim/clock")["now"], "2026-11-01T00:00:01.500Z");
  EXPECT_EQ(app.ask("GET", "/sim/truth?user=nobody").status, 404);
  EXPECT_EQ(app.ask("GET", "/sim/truth?user=listener-20").status, 404);
  EXPECT_EQ(app.ask("GET", "/sim/truth?user=listener-19").status, 200);
}

TEST(Admin, BreaksCallsOnRequest) {
  TestApp app;
  app.log_in();
  app.ask("POST", "/sim/fault?path=/v1/me&status=429&times=2&retry_after=7");
  for (int i = 0; i < 2; ++i) {
    auto answer = app.ask("GET", "/v1/me");
    EXPECT_EQ(answer.status, 429);
    EXPECT_EQ(answer.header("retry-after"), "7");
  }
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);
  EXPECT_EQ(app.ask("POST", "/sim/fault?status=200").status, 400);
}

}  // namespace
}  // namespace segue::simulator
