// Faults: which calls get them, and what each kind does.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "http/curl_client.h"
#include "simulator/app_for_tests.h"
#include "simulator/faults.h"

namespace segue::simulator {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto recent = "/v1/me/player/recently-played?limit=50";

http::ServerRequest request_of(std::string method, std::string path, std::string body = "") {
  http::ServerRequest request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.body = std::move(body);
  return request;
}

std::size_t pages_of(TestApp& app) {
  auto body = app.ask("GET", "/sim/pages").body;
  return static_cast<std::size_t>(std::count(body.begin(), body.end(), '\n'));
}

// Gives the next call of recently-played that kind of fault and returns its answer.
http::Response spoiled(TestApp& app, const std::string& kind, const std::string& more = "") {
  EXPECT_EQ(app.ask("POST", "/sim/fault?path=/v1/me/player&kind=" + kind + more).status, 200) << kind;
  auto before = app.get("/sim/faults").at(kind).get<int>();
  auto answer = app.ask("GET", recent);
  auto last = app.last;
  EXPECT_EQ(app.get("/sim/faults").at(kind), before + 1) << kind;
  app.last = last;
  return answer;
}

class FaultTest : public testing::Test {
 protected:
  void SetUp() override {
    app_.log_in();
    whole_ = app_.get(recent);
  }
  TestApp app_;
  Json whole_;
};

TEST(Faults, BefallEveryTenthCallOutsideSim) {
  TestApp app;
  app.log_in();
  app.ask("POST", "/sim/faults?every=10&seed=1&kinds=429");
  for (int call = 1; call <= 40; ++call) {
    app.get("/sim/clock");
    EXPECT_EQ(app.ask("GET", "/v1/me").status, call % 10 == 0 ? 429 : 200) << call;
  }
  EXPECT_EQ(app.get("/sim/faults")["429"], 4);
  app.ask("POST", "/sim/faults?every=0");
  for (int call = 0; call < 20; ++call) EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);
}

// Returns the results of 200 calls to a world with faults.
std::string story(int seed) {
  TestApp app;
  app.log_in();
  app.ask("POST", "/sim/faults?every=2&seed=" + std::to_string(seed));
  std::string out;
  for (int call = 0; call < 200; ++call) {
    if (call % 20 == 0) {
      app.ask("POST", "/sim/faults?every=0");
      app.log_in();
      app.ask("POST", "/sim/faults?every=2&seed=" + std::to_string(seed + call));
    }
    auto answer = app.ask("GET", call % 3 == 0 ? "/v1/me/tracks" : recent);
    out += std::to_string(answer.status) + answer.header("retry-after").value_or("-") +
           std::to_string(static_cast<int>(app.last.leave)) + std::to_string(app.last.first) + answer.body;
    app.advance(minutes(7));
  }
  return out + app.get("/sim/faults").dump() + app.ask("GET", "/sim/pages").body;
}

TEST(Faults, AreTheSameForTheSameSeedAndCalls) {
  auto first = story(1);
  EXPECT_TRUE(first == story(1));
  EXPECT_FALSE(first == story(2));
}

TEST(Faults, FitTheirCalls) {
  const std::vector<std::pair<http::ServerRequest, std::set<std::string_view>>> rows{
      {request_of("GET", "/v1/me/player/recently-played"),
       {"429", "429_bare", "quota", "5xx", "html", "cut", "slow", "reset", "stale", "short", "duplicate", "nulls",
        "unknown"}},
      {request_of("GET", "/v1/tracks/1"),
       {"429", "429_bare", "quota", "5xx", "html", "cut", "slow", "reset", "unknown"}},
      {request_of("POST", "/v1/me/playlists"), {"429", "429_bare", "quota", "5xx", "cut", "slow", "reset"}},
      {request_of("POST", "/api/token", "grant_type=refresh_token&refresh_token=x"),
       {"429", "429_bare", "5xx", "html", "cut", "slow", "reset", "token_rotated", "token_missing"}},
      {request_of("POST", "/api/token", "grant_type=authorization_code"), {"429", "429_bare", "5xx", "slow"}},
      {request_of("GET", "/authorize"), {}},
      {request_of("GET", "/nothing"), {}},
  };
  for (const auto& [request, fitting] : rows) {
    Faults faults;
    faults.start(1, 9, {});
    std::set<std::string_view> seen;
    for (int call = 0; call < 20'000; ++call) {
      if (auto fault = faults.next(request)) seen.insert(name_of(fault->kind));
    }
    EXPECT_EQ(seen, fitting) << request.method << " " << request.path << request.body;
  }
}

TEST(Faults, BlockRecentlyPlayedSomeTwelveTimesAYear) {
  int blocks = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Faults faults;
    faults.start(10, seed, {});
    auto poll = request_of("GET", "/v1/me/player/recently-played");
    for (int call = 0; call < 79'000; ++call) {
      auto fault = faults.next(poll);
      blocks += fault && fault->kind == FaultKind::quota;
    }
  }
  EXPECT_NEAR(blocks / 10.0, 12, 3);
}

TEST(Faults, KnowFamilies) {
  EXPECT_EQ(family_of("/v1/me/player/recently-played"), "recently-played");
  EXPECT_EQ(family_of("/v1/tracks/4uLU6hMCjMI75M1A2tKUQC"), "tracks");
  EXPECT_EQ(family_of("/v1/albums/4uLU6hMCjMI75M1A2tKUQC/tracks"), "albums");
  EXPECT_EQ(family_of("/v1/search"), "search");
  EXPECT_EQ(family_of("/v1/me/playlists"), "me/playlists");
  EXPECT_EQ(family_of("/v1/me/top/tracks"), "me/top");
  EXPECT_EQ(family_of("/v1/me"), "me");
  EXPECT_EQ(family_of("/api/token"), "");
}

TEST(Faults, RefuseWhatIsNoOrder) {
  TestApp app;
  for (const char* target : {"/sim/faults", "/sim/faults?every=-1", "/sim/faults?every=10&seed=x",
                             "/sim/faults?every=10&kinds=429,flood", "/sim/faults?every=10&kinds=",
                             "/sim/faults?every=10&rate=2", "/sim/fault?kind=flood", "/sim/fault?kind=5xx&status=200",
                             "/sim/fault?status=200", "/sim/fault?kind=429&retry_after=soon", "/sim/fault?status=0"}) {
    EXPECT_EQ(app.ask("POST", target).status, 400) << target;
  }
  EXPECT_EQ(app.ask("PUT", "/sim/faults?every=1").status, 405);
  app.log_in();
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);
}

TEST_F(FaultTest, RateLimitsSayWhenOrDoNot) {
  auto told = spoiled(app_, "429");
  EXPECT_EQ(told.status, 429);
  auto wait = std::stoi(told.header("retry-after").value_or("0"));
  EXPECT_GE(wait, 1);
  EXPECT_LE(wait, 30);
  EXPECT_FALSE(Json::parse(told.body)["error"].contains("reason"));
  EXPECT_EQ(spoiled(app_, "429", "&retry_after=77").header("retry-after"), "77");
  auto bare = spoiled(app_, "429_bare");
  EXPECT_EQ(bare.status, 429);
  EXPECT_EQ(bare.header("retry-after"), std::nullopt);
}

TEST_F(FaultTest, QuotaRefusesTheFamilyForHours) {
  auto refused = spoiled(app_, "quota");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(Json::parse(refused.body)["error"]["reason"], "QUOTA_EXCEEDED");
  auto wait = std::stoi(refused.header("retry-after").value_or("0"));
  EXPECT_GE(wait, 2 * 3600);
  EXPECT_LE(wait, 10 * 3600);
  EXPECT_EQ(app_.ask("GET", "/v1/me/tracks").status, 200);
  app_.advance(seconds(wait - 1));
  app_.log_in();
  EXPECT_EQ(app_.ask("GET", recent).header("retry-after"), "1");
  EXPECT_EQ(app_.get("/sim/faults")["quota"], 1);
  app_.advance(seconds(1));
  EXPECT_EQ(app_.ask("GET", recent).status, 200);
  EXPECT_EQ(app_.get("/sim/calls")["refused GET /v1/me/player/recently-played"], 2);
  spoiled(app_, "quota", "&retry_after=9000");
  app_.ask("POST", "/sim/faults?every=0");
  EXPECT_EQ(app_.ask("GET", recent).status, 200);
}

TEST_F(FaultTest, ServerErrorsHaveBodiesOfAllSorts) {
  std::set<int> statuses;
  std::set<std::string> types;
  for (int i = 0; i < 60; ++i) {
    auto answer = spoiled(app_, "5xx");
    statuses.insert(answer.status);
    types.insert(answer.header("content-type").value_or("none"));
  }
  EXPECT_EQ(statuses, (std::set{500, 502, 503, 504}));
  EXPECT_EQ(types, (std::set<std::string>{"none", "text/html; charset=utf-8", "application/json; charset=utf-8"}));
  EXPECT_EQ(spoiled(app_, "5xx", "&status=502").status, 502);
}

TEST_F(FaultTest, AnHtmlPageIsNoList) {
  auto before = pages_of(app_);
  auto answer = spoiled(app_, "html");
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.body.starts_with("<!doctype html>"));
  EXPECT_EQ(pages_of(app_), before);
}

TEST_F(FaultTest, BrokenAnswersAreNotRecordedAndSlowOnesAre) {
  auto before = pages_of(app_);
  spoiled(app_, "cut");
  EXPECT_EQ(app_.last.leave, http::Leave::cut);
  EXPECT_LT(app_.last.first, app_.last.response.body.size());
  std::set<bool> begun;
  for (int i = 0; i < 20; ++i) {
    spoiled(app_, "reset");
    EXPECT_EQ(app_.last.leave, http::Leave::reset);
    begun.insert(app_.last.first > 0);
  }
  EXPECT_EQ(begun.size(), 2U);
  EXPECT_EQ(pages_of(app_), before);
  spoiled(app_, "slow");
  EXPECT_EQ(app_.last.leave, http::Leave::slow);
  EXPECT_GT(app_.last.first, 1000U);
  EXPECT_EQ(pages_of(app_), before + 1);
}

TEST_F(FaultTest, StaleListsAreOldAndShortOnesShort) {
  app_.advance(hours(21));
  app_.log_in();
  int older = 0;
  auto now = app_.get(recent)["items"];
  for (int i = 0; i < 10; ++i) {
    auto answer = spoiled(app_, "stale");
    EXPECT_EQ(answer.header("date"), "Sun, 01 Nov 2026 21:00:00 GMT");
    older += Json::parse(answer.body)["items"] != now;
    auto few = Json::parse(spoiled(app_, "short").body)["items"];
    EXPECT_LE(few.size(), 30U);
    ASSERT_GE(few.size(), 1U);
    for (std::size_t k = 0; k < few.size(); ++k) EXPECT_EQ(few[k], now[k]);
  }
  EXPECT_GT(older, 0);
}

TEST_F(FaultTest, ADuplicateStandsInThePageAndInTheRecord) {
  auto items = Json::parse(spoiled(app_, "duplicate").body)["items"];
  ASSERT_EQ(items.size(), 50U);
  std::set<std::string> dates;
  for (const auto& item : items) dates.insert(item["played_at"]);
  EXPECT_EQ(dates.size(), 49U);
  auto record = app_.ask("GET", "/sim/pages?from=1").body;
  auto page = Json::parse(record.substr(0, record.find('\n')));
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ(base::to_iso8601(base::from_ms(page["items"][i][1].get<std::int64_t>())),
              items[i]["played_at"].get<std::string>());
  }
}

TEST_F(FaultTest, NullsStandWhereSomethingShouldAndALostTrackIsNotShown) {
  std::set<std::string> nulled;
  std::size_t lost = 0;
  for (int i = 0; i < 20; ++i) {
    auto from = pages_of(app_);
    auto items = Json::parse(spoiled(app_, "nulls").body)["items"];
    ASSERT_EQ(items.size(), 50U);
    std::vector<std::string> shown;
    for (const auto& item : items) {
      if (item["track"].is_null()) {
        ++lost;
        continue;
      }
      shown.push_back(item["played_at"]);
      EXPECT_TRUE(item["track"]["uri"].is_string());
      for (const auto& [name, value] : item["track"].items()) {
        if (value.is_null()) nulled.insert(name);
      }
    }
    auto record = Json::parse(app_.ask("GET", "/sim/pages?from=" + std::to_string(from)).body);
    if (record.contains("same_as")) continue;
    std::vector<std::string> recorded;
    for (const auto& item : record["items"]) {
      recorded.push_back(base::to_iso8601(base::from_ms(item[1].get<std::int64_t>())));
    }
    EXPECT_EQ(recorded, shown);
  }
  EXPECT_GT(lost, 3U);
  for (const char* name : {"album", "artists", "external_ids", "duration_ms", "name"}) {
    EXPECT_TRUE(nulled.contains(name)) << name;
  }
}

TEST_F(FaultTest, UnknownFieldsAndContextsAreAddedAndNothingElseIsChanged) {
  auto page = Json::parse(spoiled(app_, "unknown").body);
  EXPECT_TRUE(page.contains("x_new"));
  bool mood = false;
  for (std::size_t i = 0; i < 50; ++i) {
    auto track = page["items"][i]["track"];
    track.erase("x_weight");
    EXPECT_EQ(track, whole_["items"][i]["track"]);
    EXPECT_EQ(page["items"][i]["played_at"], whole_["items"][i]["played_at"]);
    mood = mood || (!page["items"][i]["context"].is_null() && page["items"][i]["context"]["type"] == "mood");
  }
  EXPECT_TRUE(mood);
  app_.ask("POST", "/sim/fault?path=/v1/me/tracks&kind=unknown");
  EXPECT_TRUE(app_.get("/v1/me/tracks").contains("x_new"));
}

TEST(Faults, RotateARefreshTokenOrGiveNone) {
  TestApp app;
  auto first = app.log_in();
  app.ask("POST", "/sim/fault?kind=token_rotated");
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);  // fits no such call, and waits
  auto second = Json::parse(app.refreshed(first).body).at("refresh_token").get<std::string>();
  EXPECT_EQ(app.refreshed(first).status, 400);
  app.ask("POST", "/sim/fault?kind=token_missing");
  EXPECT_FALSE(Json::parse(app.refreshed(second).body).contains("refresh_token"));
  EXPECT_EQ(app.refreshed(second).status, 200);
  EXPECT_EQ(app.get("/sim/faults")["token_rotated"], 1);
  EXPECT_EQ(app.get("/sim/faults")["token_missing"], 1);
}

TEST(Faults, OfARefreshLeaveItsTokenAlive) {
  AccountOptions accounts;
  accounts.rotate_refresh_tokens = true;
  TestApp app(small_world(), accounts);
  auto refresh = app.log_in();
  for (const char* kind : {"5xx", "reset", "cut", "html", "429"}) {
    app.ask("POST", std::string("/sim/fault?path=/api/token&kind=") + kind);
    app.refreshed(refresh);
    EXPECT_EQ(app.get("/sim/faults")[kind], 1);
  }
  EXPECT_EQ(app.refreshed(refresh).status, 200);
}

TEST(Faults, AreCountedWhereTheyComeToBear) {
  TestApp app;
  app.token = "made-up";
  app.ask("POST", "/sim/fault?kind=stale");
  EXPECT_EQ(app.ask("GET", recent).status, 401);
  EXPECT_EQ(app.get("/sim/faults")["stale"], 0);
}

TEST(Faults, GoOverTheWire) {
  TestApp app;
  app.log_in();
  http::Server server("127.0.0.1", 0, [&](const auto& request) { return app.simulator.handle(request); });
  auto base = "http://127.0.0.1:" + std::to_string(server.port());
  // Each call has its own connection: libcurl repeats a call by itself if a kept connection is reset before the answer.
  auto send = [&](const std::string& method, const std::string& target) {
    return http::CurlClient().send({method, base + target, {{"Authorization", "Bearer " + app.token}}, ""});
  };
  for (const char* kind : {"cut", "reset"}) {
    for (int i = 0; i < 6; ++i) {
      ASSERT_TRUE(send("POST", std::string("/sim/fault?path=/v1&kind=") + kind));
      EXPECT_FALSE(send("GET", recent)) << kind;
    }
  }
  ASSERT_TRUE(send("POST", "/sim/fault?path=/v1&kind=slow"));
  auto slow = send("GET", recent);
  ASSERT_TRUE(slow);
  EXPECT_EQ(Json::parse(slow->body)["items"].size(), 50U);
  auto record = send("GET", "/sim/pages");
  ASSERT_TRUE(record);
  EXPECT_EQ(std::count(record->body.begin(), record->body.end(), '\n'), 1);
}

}  // namespace
}  // namespace segue::simulator
