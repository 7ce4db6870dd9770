// The calls of /sim: who listens, the order of lists, the clock, and which pages were sent whole.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/app_for_tests.h"

namespace segue::simulator {
namespace {

using std::chrono::days;
using std::chrono::hours;

constexpr auto recent = "/v1/me/player/recently-played?limit=50";

std::vector<Json> lines_of(const std::string& body) {
  std::vector<Json> out;
  for (const auto& line : split(body, '\n')) {
    if (!line.empty()) out.push_back(Json::parse(line));
  }
  return out;
}

std::string log_in_as(TestApp& app, const std::string& user) {
  EXPECT_EQ(app.ask("POST", "/sim/sign_in?user=" + user).status, 200);
  return app.log_in();
}

std::int64_t ms_of(const Json& played_at) {
  return base::to_ms(*base::parse_iso8601(played_at.get<std::string>()));
}

TEST(SignIn, GivesTheNextConsentsToThatListener) {
  TestApp app;
  log_in_as(app, "listener-1");
  EXPECT_EQ(app.get("/v1/me")["id"], "listener-1");
  auto theirs = app.token;
  log_in_as(app, "demo");
  EXPECT_EQ(app.get("/v1/me")["id"], "demo");
  app.token = theirs;
  EXPECT_EQ(app.get("/v1/me")["id"], "listener-1");
}

TEST(SignIn, LastsOverARefresh) {
  TestApp app;
  auto refresh = log_in_as(app, "listener-2");
  app.ask("POST", "/sim/sign_in?user=demo");
  app.token = Json::parse(app.refreshed(refresh).body).at("access_token");
  EXPECT_EQ(app.get("/v1/me")["id"], "listener-2");
}

TEST(Fault, MaySpeakInPlainTextAsSpotifyDoes) {
  TestApp app;
  log_in_as(app, "demo");
  EXPECT_EQ(app.ask("POST", "/sim/fault?path=/v1/me&status=403&text=User%20not%20registered").status, 200);
  const auto answer = app.ask("GET", "/v1/me");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.body, "User not registered");
  EXPECT_EQ(answer.header("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(app.ask("POST", "/sim/fault?path=/v1/me&kind=429&text=x").status, 400);
}

TEST(Rename, GivesAnArtistAnotherNameUnderTheSameId) {
  TestApp app;
  log_in_as(app, "demo");
  const auto heard = app.get(recent)["items"][0]["track"];
  const auto id = heard["artists"][0]["id"].get<std::string>();
  EXPECT_EQ(app.ask("POST", "/sim/rename?artist=" + id + "&name=The%20Renamed").status, 200);
  const auto track = "/v1/tracks/" + heard["id"].get<std::string>();
  for (const auto& now : {app.get(recent)["items"][0]["track"], app.get(track)}) {
    EXPECT_EQ(now["id"], heard["id"]);
    EXPECT_EQ(now["name"], heard["name"]);
    EXPECT_EQ(now["artists"][0]["id"], id);
    EXPECT_EQ(now["artists"][0]["name"], "The Renamed");
  }
  EXPECT_EQ(app.get("/v1/artists/" + id)["name"], "The Renamed");
  EXPECT_EQ(app.ask("POST", "/sim/rename?artist=nobody&name=X").status, 404);
  EXPECT_EQ(app.ask("POST", "/sim/rename?artist=" + id).status, 400);
  EXPECT_EQ(app.ask("GET", "/sim/rename?artist=" + id + "&name=X").status, 405);
}

TEST(SignIn, KnowsNobodyElse) {
  TestApp app;
  for (const char* user : {"nobody", "listener-0", "listener-20", "listener-01x", ""}) {
    EXPECT_EQ(app.ask("POST", std::string("/sim/sign_in?user=") + user).status, 404) << user;
  }
  EXPECT_EQ(app.ask("GET", "/sim/sign_in?user=demo").status, 405);
}

TEST(SignIn, ShowsEachListenersOwnPlays) {
  TestApp app;
  for (const char* user : {"listener-1", "demo", "listener-2"}) {
    log_in_as(app, user);
    auto page = app.get(recent);
    ASSERT_EQ(page["items"].size(), 50U);
    std::map<std::int64_t, Json> truth;
    for (auto& play : lines_of(app.ask("GET", std::string("/sim/truth?user=") + user).body)) {
      truth[play["dated_ms"].get<std::int64_t>()] = play;
    }
    for (const auto& item : page["items"]) {
      ASSERT_TRUE(truth.contains(ms_of(item["played_at"])));
      EXPECT_EQ(truth[ms_of(item["played_at"])]["uri"], item["track"]["uri"]);
    }
  }
}

TEST(SignIn, FurnishesEveryListenersLibraryOnceAndForAll) {
  TestApp app, other;
  std::set<std::string> first_saved;
  for (const char* user : {"demo", "listener-1", "listener-7"}) {
    log_in_as(app, user);
    auto saved = app.get("/v1/me/tracks?limit=50");
    EXPECT_GT(saved["total"], 80);
    first_saved.insert(saved["items"][0]["track"]["id"]);
    auto lists = app.get("/v1/me/playlists");
    ASSERT_EQ(lists["total"], 5);
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(lists["items"][i]["owner"]["id"], user);
    EXPECT_NE(lists["items"][4]["owner"]["id"], user);
    EXPECT_EQ(app.get("/v1/me/top/tracks")["items"].size(), 20U);
  }
  EXPECT_EQ(first_saved.size(), 3U);
  log_in_as(other, "listener-7");
  EXPECT_EQ(other.get("/v1/me/tracks?limit=50")["items"], app.get("/v1/me/tracks?limit=50")["items"]);
  EXPECT_EQ(other.get("/v1/me/playlists")["items"], app.get("/v1/me/playlists")["items"]);
}

TEST(SignIn, KeepsWritesInTheLibraryOfWhoWrites) {
  TestApp app;
  log_in_as(app, "listener-1");
  auto made = Json::parse(app.ask("POST", "/v1/me/playlists", R"({"name":"mine"})").body);
  EXPECT_EQ(made["owner"]["id"], "listener-1");
  auto saved = app.get("/v1/me/tracks")["items"][0]["track"]["uri"].get<std::string>();
  app.ask("DELETE", "/v1/me/library?uris=" + saved);
  EXPECT_EQ(app.get("/v1/me/library/contains?uris=" + saved), Json::parse("[false]"));
  log_in_as(app, "demo");
  EXPECT_EQ(app.get("/v1/me/playlists")["total"], 5);
  EXPECT_EQ(app.ask("PUT", "/v1/playlists/" + made["id"].get<std::string>(), R"({"name":"x"})").status, 403);
  EXPECT_EQ(app.get("/v1/playlists/" + made["id"].get<std::string>())["name"], "mine");
}

TEST(Truth, NumbersEveryPlayFromZero) {
  TestApp app;
  auto plays = lines_of(app.ask("GET", "/sim/truth?user=listener-4").body);
  ASSERT_GT(plays.size(), 3000U);
  for (std::size_t n = 0; n < plays.size(); ++n) {
    EXPECT_EQ(plays[n]["n"], n);
    EXPECT_EQ(plays[n]["dated_ms"], plays[n]["end_ms"]);  // no oddities without --oddities
  }
}

TEST(Habits, MakeAHeavierListener) {
  auto world = small_world();
  world.habits.sessions_a_day = 5;
  World heavy(world);
  for (std::size_t number = 0; number < 3; ++number) {
    auto plays = heavy.plays(number, heavy.options.start);
    auto listed = std::count_if(plays.begin(), plays.end(), listable);
    EXPECT_NEAR(static_cast<double>(listed) / world.history_days, 55, 6) << number;
    for (std::size_t i = 1; i < plays.size(); ++i) ASSERT_LT(plays[i - 1].end, plays[i].start);
  }
}

// The newest 50 by `key` of all that the list may show at `at`, the slow way.
template <class Key>
std::vector<std::uint32_t> newest(World& world, base::Instant at, Key key) {
  auto plays = world.plays(0, at);
  std::vector<std::uint32_t> out;
  for (std::uint32_t n = 0; n < plays.size(); ++n) {
    if (listable(plays[n]) && plays[n].listed <= at) out.push_back(n);
  }
  std::stable_sort(out.begin(), out.end(), [&](auto a, auto b) { return key(plays[a]) < key(plays[b]); });
  std::reverse(out.begin(), out.end());
  out.resize(std::min<std::size_t>(out.size(), 50));
  return out;
}

std::vector<std::uint32_t> numbers(const std::vector<Shown>& list) {
  std::vector<std::uint32_t> out;
  for (const auto& shown : list) out.push_back(shown.n);
  return out;
}

TEST(Behaviour, OrdersTheListByDateOrByArrival) {
  for (bool oddities : {false, true}) {
    auto options = small_world();
    options.habits.oddities = oddities;
    World world(options);
    int different = 0;
    for (int hour = 0; hour < 1000; ++hour) {
      auto at = world.options.start - hours(hour);
      auto by_date = newest(world, at, [&](const Play& play) { return play.played_at(play.first_date_at(at)); });
      auto by_arrival = newest(world, at, [](const Play& play) { return play.listed; });
      world.set_order(ListOrder::played);
      EXPECT_EQ(numbers(world.recently_played(0, at)), by_date) << hour;
      world.set_order(ListOrder::arrival);
      EXPECT_EQ(numbers(world.recently_played(0, at)), by_arrival) << hour;
      different += by_date != by_arrival;
    }
    EXPECT_GT(different, 20) << oddities;
  }
}

TEST(Behaviour, OrdersTheAnswersToo) {
  TestApp app;
  app.log_in();
  int unsorted = 0;
  app.ask("POST", "/sim/behaviour?order=arrival");
  for (int round = 0; round < 40; ++round) {
    app.advance(hours(12));
    app.log_in();
    auto items = app.get(recent)["items"];
    unsorted += !std::is_sorted(items.rbegin(), items.rend(),
                                [](const Json& a, const Json& b) { return a["played_at"] < b["played_at"]; });
  }
  EXPECT_GT(unsorted, 3);
}

TEST(Behaviour, OrdersOneListenersListAlone) {
  World world(small_world());
  auto differs = [&](std::size_t number) {
    int count = 0;
    for (int day = 0; day < 60; ++day) {
      auto at = world.options.start - days(day);
      auto now = world.recently_played(number, at);
      world.set_order(number, ListOrder::played);
      count += now != world.recently_played(number, at);
      world.set_order(number, ListOrder::arrival);
    }
    return count;
  };
  world.set_order(1, ListOrder::arrival);
  EXPECT_GT(differs(1), 0);
  auto before = world.recently_played(2, world.options.start);
  world.set_order(1, ListOrder::played);
  EXPECT_EQ(before, world.recently_played(2, world.options.start));
}

TEST(Behaviour, RefusesWhatItDoesNotKnow) {
  TestApp app;
  for (const char* query : {"order=newest", "skew_ms=soon", "skew_ms=--1", "skew_ms=-", "order=played&user=nobody",
                            "order=played&limit=50"}) {
    EXPECT_GE(app.ask("POST", std::string("/sim/behaviour?skew_ms=7000&") + query).status, 400) << query;
  }
  EXPECT_EQ(app.ask("GET", "/sim/behaviour").status, 405);
}

TEST(Clock, IsSkewedForClientsAndNotInTheDateHeader) {
  TestApp app;
  app.log_in();
  app.ask("POST", "/sim/behaviour?skew_ms=-90000");
  EXPECT_EQ(app.get("/sim/clock")["now"], "2026-10-31T23:58:30.000Z");
  EXPECT_EQ(app.ask("GET", "/v1/me").header("date"), "Sun, 01 Nov 2026 00:00:00 GMT");
  EXPECT_EQ(Json::parse(app.ask("POST", "/sim/advance?ms=1000").body)["now"], "2026-10-31T23:58:31.000Z");
}

TEST(Clock, MovesForwardToAnInstantAndNeverBack) {
  TestApp app;
  app.ask("POST", "/sim/behaviour?skew_ms=60000");
  auto now = app.get("/sim/clock")["now_ms"].get<std::int64_t>();
  auto moved = [&](std::int64_t until) {
    return Json::parse(app.ask("POST", "/sim/clock?until_ms=" + std::to_string(until)).body)["now_ms"]
        .get<std::int64_t>();
  };
  EXPECT_EQ(moved(now + 5000), now + 5000);
  EXPECT_EQ(moved(now + 4000), now + 5000);
  EXPECT_EQ(moved(0), now + 5000);
  EXPECT_EQ(app.ask("GET", "/v1/me").header("date"), "Sun, 01 Nov 2026 00:00:05 GMT");
  EXPECT_EQ(app.ask("POST", "/sim/clock").status, 400);
  EXPECT_EQ(app.ask("POST", "/sim/clock?until_ms=-1").status, 400);
  EXPECT_EQ(app.ask("POST", "/sim/clock?until_ms=99999999999999999").status, 400);
  EXPECT_EQ(app.ask("DELETE", "/sim/clock").status, 405);
}

TEST(Pages, TellWhatEachAnswerShowed) {
  TestApp app;
  std::vector<Json> answers;
  for (int i = 0; i < 12; ++i) {
    app.ask("POST", std::string("/sim/sign_in?user=") + (i % 3 == 0 ? "listener-1" : "demo"));
    app.log_in();
    answers.push_back(app.get(i % 4 == 1 ? "/v1/me/player/recently-played?limit=7" : recent));
    app.advance(hours(5) + std::chrono::milliseconds(700));
  }
  auto pages = lines_of(app.ask("GET", "/sim/pages").body);
  ASSERT_EQ(pages.size(), answers.size());
  std::map<std::string, std::vector<Json>> truth;
  for (const char* user : {"demo", "listener-1"}) {
    truth[user] = lines_of(app.ask("GET", std::string("/sim/truth?user=") + user).body);
  }
  auto start = base::to_ms(*base::parse_iso8601("2026-11-01T00:00:00Z"));
  for (std::size_t k = 0; k < pages.size(); ++k) {
    EXPECT_EQ(pages[k]["page"], k);
    EXPECT_EQ(pages[k]["user"], k % 3 == 0 ? "listener-1" : "demo");
    auto now = start + static_cast<std::int64_t>(k) * 18'000'700;
    EXPECT_EQ(pages[k]["now_ms"], now);
    EXPECT_EQ(pages[k]["date_ms"], now / 1000 * 1000);
    const auto& items = pages[k].contains("same_as") ? pages[pages[k]["same_as"]]["items"] : pages[k]["items"];
    ASSERT_EQ(items.size(), answers[k]["items"].size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      EXPECT_EQ(items[i][1], ms_of(answers[k]["items"][i]["played_at"]));
      EXPECT_EQ(truth[pages[k]["user"]][items[i][0]]["uri"], answers[k]["items"][i]["track"]["uri"]);
    }
  }
}

TEST(Pages, NameThePageThatHoldsTheSameItems) {
  TestApp app;
  log_in_as(app, "demo");
  app.get(recent);  // page 0
  log_in_as(app, "listener-1");
  app.get(recent);  // 1
  log_in_as(app, "demo");
  app.get(recent);                                    // 2: as 0
  app.get(recent);                                    // 3: as 2, whose items 0 holds
  app.get("/v1/me/player/recently-played?limit=49");  // 4
  app.get(recent);                                    // 5: not as the page before it
  auto pages = lines_of(app.ask("GET", "/sim/pages?user=demo").body);
  ASSERT_EQ(pages.size(), 5U);
  EXPECT_EQ(pages[1]["page"], 2);
  EXPECT_EQ(pages[1]["same_as"], 0);
  EXPECT_EQ(pages[2]["same_as"], 0);
  EXPECT_EQ(pages[3]["items"].size(), 49U);
  EXPECT_EQ(pages[4]["items"], pages[0]["items"]);
  EXPECT_FALSE(pages[1].contains("items"));
  EXPECT_EQ(lines_of(app.ask("GET", "/sim/pages?from=4").body).size(), 2U);
  EXPECT_EQ(lines_of(app.ask("GET", "/sim/pages?from=6").body).size(), 0U);
}

TEST(Pages, HoldNothingThatDidNotReachAnybody) {
  TestApp app;
  app.log_in();
  app.ask("GET", "/v1/me/player/recently-played?limit=51");
  app.ask("GET", "/v1/me/tracks");
  app.ask("POST", "/sim/fault?path=/v1/me/player&status=503");
  app.ask("GET", recent);
  http::ServerRequest request;
  request.method = "GET";
  request.path = "/v1/me/player/recently-played";
  request.headers["authorization"] = "Bearer " + app.token;
  auto lost = app.simulator.handle(request);
  EXPECT_EQ(lost.response.status, 200);
  lost.left(false);
  EXPECT_EQ(app.ask("GET", "/sim/pages").body, "");
}

}  // namespace
}  // namespace segue::simulator
