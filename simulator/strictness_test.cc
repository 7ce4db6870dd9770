// Requests that must be refused, and how: one row per request.
#include <gtest/gtest.h>

#include "simulator/app_for_tests.h"

namespace segue::simulator {
namespace {

struct Row {
  std::string method, target, body;
  int status;
  std::string message;
};

// Replaces {track}, {album}, {artist}, {own} and {foreign} by ids of things that exist; {no} is an id that does not
// exist.
std::string filled(std::string text, TestApp& app) {
  auto& world = app.simulator.world();
  auto playlists = world.playlists(0);
  const std::vector<std::pair<std::string, std::string>> ids{
      {"{track}", world.catalogue.tracks()[7].id},   {"{album}", world.catalogue.albums()[7].id},
      {"{artist}", world.catalogue.artists()[7].id}, {"{own}", playlists.front()->id},
      {"{foreign}", playlists.back()->id},           {"{no}", "0000000000000000000000"}};
  for (const auto& [name, id] : ids) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) text.replace(at, name.size(), id);
  }
  return text;
}

void expect_refusals(TestApp& app, const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    auto answer = app.ask(row.method, filled(row.target, app), filled(row.body, app));
    auto about = row.method + " " + row.target + " " + row.body;
    EXPECT_EQ(answer.status, row.status) << about << "\n" << answer.body;
    Json expected{{"error", {{"status", row.status}, {"message", filled(row.message, app)}}}};
    EXPECT_EQ(answer.body, expected.dump()) << about;
  }
}

TEST(Strictness, RemovedEndpointsAreForbidden) {
  TestApp app;
  app.log_in();
  std::vector<Row> rows;
  for (const char* target : {"/v1/tracks?ids={track}",
                             "/v1/albums?ids={album}",
                             "/v1/artists?ids={artist}",
                             "/v1/episodes",
                             "/v1/shows",
                             "/v1/audiobooks",
                             "/v1/chapters",
                             "/v1/artists/{artist}/top-tracks",
                             "/v1/artists/{artist}/related-artists",
                             "/v1/recommendations?seed_tracks={track}",
                             "/v1/audio-features",
                             "/v1/audio-features/{track}",
                             "/v1/audio-analysis/{track}",
                             "/v1/browse/new-releases",
                             "/v1/browse/categories",
                             "/v1/browse/categories/x",
                             "/v1/browse/featured-playlists",
                             "/v1/markets",
                             "/v1/users/demo",
                             "/v1/users/demo/playlists",
                             "/v1/playlists/{own}/tracks",
                             "/v1/recommendations/available-genre-seeds",
                             "/v1/browse/categories/x/playlists",
                             "/v1/playlists/{own}/followers/contains",
                             "/v1/me/tracks/contains?ids={track}",
                             "/v1/me/albums/contains",
                             "/v1/me/episodes/contains",
                             "/v1/me/shows/contains",
                             "/v1/me/audiobooks/contains",
                             "/v1/me/following/contains"}) {
    rows.push_back({"GET", target, "", 403, "Forbidden"});
  }
  for (const char* method : {"POST", "PUT", "DELETE"}) {
    rows.push_back({method, "/v1/playlists/{own}/tracks", R"({"uris":[]})", 403, "Forbidden"});
  }
  rows.push_back({"POST", "/v1/users/demo/playlists", R"({"name":"x"})", 403, "Forbidden"});
  for (const char* method : {"PUT", "DELETE"}) {
    for (const char* target : {"/v1/me/tracks?ids={track}", "/v1/me/albums", "/v1/me/episodes", "/v1/me/shows",
                               "/v1/me/audiobooks", "/v1/me/following", "/v1/playlists/{own}/followers"}) {
      rows.push_back({method, target, "", 403, "Forbidden"});
    }
  }
  expect_refusals(app, rows);
}

TEST(Strictness, LimitsAboveTheMaximumAreInvalid) {
  TestApp app;
  app.log_in();
  expect_refusals(app, {
                           {"GET", "/v1/me/player/recently-played?limit=51", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/player/recently-played?limit=0", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/player/recently-played?limit=-1", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/player/recently-played?limit=ten", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/player/recently-played?limit=", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/player/recently-played?limit=5.0", "", 400, "Invalid limit"},
                           {"GET", "/v1/search?q=a&type=track&limit=11", "", 400, "Invalid limit"},
                           {"GET", "/v1/search?q=a&type=track&offset=1001", "", 400, "Invalid offset"},
                           {"GET", "/v1/artists/{artist}/albums?limit=11", "", 400, "Invalid limit"},
                           {"GET", "/v1/albums/{album}/tracks?limit=51", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/playlists?limit=51", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/playlists?offset=100001", "", 400, "Invalid offset"},
                           {"GET", "/v1/playlists/{own}/items?limit=51", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/tracks?limit=51", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/top/tracks?limit=51", "", 400, "Invalid limit"},
                           {"GET", "/v1/me/top/artists?limit=99999999999999999999", "", 400, "Invalid limit"},
                       });
}

TEST(Strictness, QueriesHoldNothingElse) {
  TestApp app;
  app.log_in();
  expect_refusals(
      app,
      {
          {"GET", "/v1/me?x=1", "", 400, "Unknown query parameter: x"},
          {"GET", "/v1/me/player/recently-played?offset=1", "", 400, "Unknown query parameter: offset"},
          {"GET", "/v1/me/player/recently-played?market=DE", "", 400, "Unknown query parameter: market"},
          {"GET", "/v1/me/player/recently-played?after=1&before=2", "", 400,
           "Only one of after and before may be given"},
          {"GET", "/v1/me/player/recently-played?after=yesterday", "", 400, "Invalid cursor"},
          {"GET", "/v1/tracks/{track}?market=de", "", 400, "Invalid market code"},
          {"GET", "/v1/tracks/{track}?market=DEU", "", 400, "Invalid market code"},
          {"GET", "/v1/tracks/{track}?limit=1", "", 400, "Unknown query parameter: limit"},
          {"GET", "/v1/artists/{artist}/albums?include_groups=all", "", 400, "Invalid include_groups"},
          {"GET", "/v1/search?type=track", "", 400, "No search query"},
          {"GET", "/v1/search?q=&type=track", "", 400, "No search query"},
          {"GET", "/v1/search?q=a", "", 400, "Missing parameter type"},
          {"GET", "/v1/search?q=a&type=song", "", 400, "Bad search type field song"},
          {"GET", "/v1/me/top/tracks?time_range=ever", "", 400, "Invalid time range"},
          {"GET", "/v1/me/library/contains", "", 400, "Missing parameter uris"},
          {"GET", "/v1/me/library/contains?uris=spotify:local:a:b:c:1", "", 400, "Invalid uri: spotify:local:a:b:c:1"},
          {"GET", "/v1/playlists/{own}?fields=name", "", 400, "fields is not simulated"},
      });
}

TEST(Strictness, UnknownIdsPathsAndMethods) {
  TestApp app;
  app.log_in();
  EXPECT_EQ(app.ask("GET", "/v1/me?\xff=1").status, 400);  // no UTF-8, and still an answer
  expect_refusals(app, {
                           {"GET", "/v1/tracks/{no}", "", 404, "Resource not found"},
                           {"GET", "/v1/albums/{no}", "", 404, "Resource not found"},
                           {"GET", "/v1/albums/{no}/tracks", "", 404, "Resource not found"},
                           {"GET", "/v1/artists/{no}", "", 404, "Resource not found"},
                           {"GET", "/v1/artists/{no}/albums", "", 404, "Resource not found"},
                           {"GET", "/v1/playlists/{no}", "", 404, "Resource not found"},
                           {"GET", "/v1/playlists/{no}/items", "", 404, "Resource not found"},
                           {"GET", "/v1/tracks/{album}", "", 404, "Resource not found"},
                           {"GET", "/v1/tracks/short", "", 400, "Invalid base62 id"},
                           {"GET", "/v1/tracks/spotify:track:{track}", "", 400, "Invalid base62 id"},
                           {"GET", "/v1/nothing", "", 404, "Service not found"},
                           {"GET", "/v1/", "", 404, "Service not found"},
                           {"GET", "/v1/tracks/", "", 404, "Service not found"},
                           {"GET", "/v1/me/", "", 404, "Service not found"},
                           {"POST", "/v1/tracks/{track}", "", 405, "Method not allowed"},
                           {"DELETE", "/v1/me", "", 405, "Method not allowed"},
                           {"PUT", "/v1/me/playlists", "{}", 405, "Method not allowed"},
                           {"PATCH", "/v1/playlists/{own}", "{}", 405, "Method not allowed"},
                           {"GET", "/v1/me/player/currently-playing", "", 501, "Not simulated"},
                           {"PUT", "/v1/me/player/pause", "", 501, "Not simulated"},
                           {"POST", "/v1/me/player/next", "", 501, "Not simulated"},
                       });
}

TEST(Strictness, TokensAndScopes) {
  TestApp app;
  expect_refusals(app, {{"GET", "/v1/me", "", 401, "No token provided"},
                        {"GET", "/v1/markets", "", 401, "No token provided"},
                        {"GET", "/v1/tracks/{track}", "", 401, "No token provided"}});
  app.token = "made-up";
  expect_refusals(app, {{"GET", "/v1/me", "", 401, "Invalid access token"}});
  EXPECT_EQ(app.ask("GET", "/v1/me", "", {{"authorization", "Basic abc"}}).status, 400);
  app.log_in("");
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);
  const std::string missing = "Insufficient client scope";
  expect_refusals(app, {{"GET", "/v1/me/player/recently-played", "", 403, missing},
                        {"GET", "/v1/me/top/tracks", "", 403, missing},
                        {"GET", "/v1/me/top/artists", "", 403, missing},
                        {"GET", "/v1/me/tracks", "", 403, missing},
                        {"GET", "/v1/me/playlists", "", 403, missing},
                        {"GET", "/v1/playlists/{own}/items", "", 403, missing},
                        {"GET", "/v1/me/library/contains?uris=x", "", 403, missing},
                        {"POST", "/v1/me/playlists", R"({"name":"x"})", 403, missing},
                        {"POST", "/v1/playlists/{own}/items", R"({"uris":[]})", 403, missing}});
  app.log_in("playlist-modify-private");
  expect_refusals(app, {{"POST", "/v1/me/playlists", R"({"name":"x"})", 403, missing}});  // public by default
  EXPECT_EQ(app.ask("POST", "/v1/me/playlists", R"({"name":"x","public":false})").status, 201);
}

TEST(Strictness, PlaylistsOfOthers) {
  TestApp app;
  app.log_in();
  const std::string not_own = "You cannot change a playlist you don't own.";
  expect_refusals(app,
                  {{"GET", "/v1/playlists/{foreign}/items", "", 403, "Forbidden"},
                   {"POST", "/v1/playlists/{foreign}/items", R"({"uris":["spotify:track:{track}"]})", 403, not_own},
                   {"PUT", "/v1/playlists/{foreign}/items", R"({"uris":[]})", 403, not_own},
                   {"DELETE", "/v1/playlists/{foreign}/items", R"({"items":[]})", 403, not_own},
                   {"PUT", "/v1/playlists/{foreign}", R"({"name":"x"})", 403, not_own}});
  auto foreign = app.get(filled("/v1/playlists/{foreign}", app));
  EXPECT_FALSE(foreign.contains("items"));
  EXPECT_FALSE(foreign.contains("tracks"));
}

TEST(Strictness, BodiesOfPlaylistWrites) {
  TestApp app;
  app.log_in();
  std::string many = R"({"uris":[)";
  for (int i = 0; i < 101; ++i) many += i == 0 ? R"("spotify:track:{track}")" : R"(,"spotify:track:{track}")";
  many += "]}";
  const std::string items = "/v1/playlists/{own}/items";
  expect_refusals(
      app,
      {
          {"POST", "/v1/me/playlists", "", 415, "Content-Type must be application/json"},
          {"POST", "/v1/me/playlists", "{", 400, "Error parsing JSON."},
          {"POST", "/v1/me/playlists", "[]", 400, "The body must be a JSON object"},
          {"POST", "/v1/me/playlists", "{}", 400, "Missing required field: name"},
          {"POST", "/v1/me/playlists", R"({"name":""})", 400, "Missing required field: name"},
          {"POST", "/v1/me/playlists", R"({"name":7})", 400, "name must be a string"},
          {"POST", "/v1/me/playlists", R"({"name":"x","public":"false"})", 400, "public must be true or false"},
          {"POST", "/v1/me/playlists", R"({"name":"x","tracks":[]})", 400, "Unknown field: tracks"},
          {"POST", "/v1/me/playlists", R"({"name":"x","description":"a\nb"})", 400, "Invalid description"},
          {"POST", "/v1/me/playlists", R"({"name":"x","public":true,"collaborative":true})", 400,
           "A collaborative playlist cannot be public"},
          {"POST", items, R"({"uris":"spotify:track:{track}"})", 400, "uris must be a list"},
          {"POST", items, R"({"uris":[]})", 400, "No uris provided"},
          {"POST", items, R"({"uris":[1]})", 400, "uris must hold strings"},
          {"POST", items, R"({"uris":["{track}"]})", 400, "Invalid track uri: {track}"},
          {"POST", items, R"({"uris":["spotify:local:a:b:c:1"]})", 400, "Invalid track uri: spotify:local:a:b:c:1"},
          {"POST", items, R"({"uris":["spotify:album:{album}"]})", 400, "Invalid track uri: spotify:album:{album}"},
          {"POST", items, R"({"uris":["spotify:track:{no}"]})", 400, "Payload contains a non-existing ID"},
          {"POST", items, many, 400, "You can add a maximum of 100 tracks per request."},
          {"POST", items, R"({"uris":["spotify:track:{track}"],"position":-1})", 400,
           "position must be a whole number up to " +
               std::to_string(app.simulator.world().playlists(0)[0]->items.size())},
          {"PUT", items, R"({"uris":[],"range_start":0})", 400, "uris and a range exclude each other"},
          {"PUT", items, "{}", 400, "range_start and insert_before are required"},
          {"PUT", items, R"({"range_start":0,"insert_before":0,"range_length":1,"snapshot_id":"old"})", 400,
           "Invalid snapshot id"},
          {"DELETE", items, R"({"tracks":[{"uri":"spotify:track:{track}"}]})", 400, "Unknown field: tracks"},
          {"DELETE", items, R"({"items":[]})", 400, "1 to 100 items are needed"},
          {"DELETE", items, R"({"items":["spotify:track:{track}"]})", 400, "items must hold {uri}"},
          {"DELETE", items, R"({"items":[{"uri":"spotify:track:{track}"}],"snapshot_id":"old"})", 400,
           "Invalid snapshot id"},
          {"PUT", "/v1/playlists/{own}", "{}", 400, "Nothing to change"},
      });
  EXPECT_EQ(app.ask("POST", filled(items, app), "{}", {{"content-type", "text/plain"}}).status, 415);
}

// Walks every member of an answer.
void expect_without(const Json& value, const std::vector<std::string>& names) {
  for (const auto& name : names) {
    EXPECT_FALSE(value.is_object() && value.contains(name)) << name << " in " << value.dump().substr(0, 200);
  }
  if (value.is_structured()) {
    for (const auto& inner : value) expect_without(inner, names);
  }
}

TEST(Shapes, HoldNoRemovedField) {
  TestApp app;
  app.log_in();
  for (const char* target :
       {"/v1/me", "/v1/tracks/{track}", "/v1/albums/{album}", "/v1/artists/{artist}", "/v1/artists/{artist}/albums",
        "/v1/search?q=neon&type=track,album,artist", "/v1/me/player/recently-played", "/v1/me/playlists",
        "/v1/playlists/{own}", "/v1/playlists/{own}/items?market=DE", "/v1/me/top/artists"}) {
    auto answer = app.get(filled(target, app));
    ASSERT_FALSE(answer.contains("error")) << target << answer;
    expect_without(answer, {"available_markets", "linked_from", "popularity", "album_group", "label", "followers",
                            "country", "email", "explicit_content", "product", "publisher"});
  }
  auto playlist = app.get(filled("/v1/playlists/{own}", app));
  EXPECT_FALSE(playlist.contains("tracks"));
  EXPECT_TRUE(playlist.at("items").at("items")[0].contains("item"));
  EXPECT_FALSE(playlist.at("items").at("items")[0].contains("track"));
}

}  // namespace
}  // namespace segue::simulator
