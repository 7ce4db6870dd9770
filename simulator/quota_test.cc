// --quota: one pool of calls for all paths and listeners.
#include <gtest/gtest.h>

#include "simulator/app_for_tests.h"

namespace segue::simulator {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(Quota, IsOnePoolForPathsAndListeners) {
  TestApp app(small_world(), {}, 3);
  app.log_in();
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 200);
  EXPECT_EQ(app.ask("GET", "/v1/nothing").status, 404);  // an answer, too
  app.ask("POST", "/sim/sign_in?user=listener-1");
  app.log_in();  // the accounts service is no part of it
  EXPECT_EQ(app.ask("GET", "/v1/me/player/recently-played").status, 200);
  for (const char* target : {"/v1/me", "/v1/me/player/recently-played", "/v1/me/tracks"}) {
    auto refused = app.ask("GET", target);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(Json::parse(refused.body),
              Json::parse(R"({"error":{"status":429,"message":"Too many requests","reason":"QUOTA_EXCEEDED"}})"));
    EXPECT_EQ(refused.header("retry-after"), "86400");
  }
  auto calls = app.get("/sim/calls");
  EXPECT_EQ(calls["GET /v1/me"], 1);
  EXPECT_EQ(calls["refused GET /v1/me"], 1);
  EXPECT_EQ(calls["refused GET /v1/me/tracks"], 1);
  EXPECT_FALSE(calls.contains("GET /v1/me/tracks"));
}

TEST(Quota, RollsAndDoesNotCountWhatItRefused) {
  TestApp app(small_world(), {}, 2);
  app.log_in();
  auto status = [&] { return app.ask("GET", "/v1/me").status; };
  EXPECT_EQ(status(), 200);  // at 0 h
  app.advance(hours(10));
  app.log_in();
  EXPECT_EQ(status(), 200);  // at 10 h
  for (int i = 0; i < 5; ++i) EXPECT_EQ(status(), 429);
  EXPECT_EQ(app.ask("GET", "/v1/me").header("retry-after"), "50400");
  app.advance(hours(14) - seconds(1));
  app.log_in();
  EXPECT_EQ(status(), 429);
  app.advance(seconds(1));
  EXPECT_EQ(status(), 200);  // at 24 h: the first has left
  EXPECT_EQ(status(), 429);
  EXPECT_EQ(app.ask("GET", "/v1/me").header("retry-after"), "36000");
}

TEST(Quota, DoesNotCountRateLimitsOrTheAdministration) {
  TestApp app(small_world(), {}, 1);
  app.log_in();
  for (const char* fault : {"kind=429", "kind=429_bare", "status=429"}) {
    app.ask("POST", std::string("/sim/fault?path=/v1/me&") + fault);
    EXPECT_EQ(app.ask("GET", "/v1/me").status, 429);
  }
  app.ask("POST", "/sim/fault?path=/v1/me&kind=5xx&status=503");
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 503);  // this counts
  EXPECT_EQ(app.ask("GET", "/v1/me").status, 429);
}

TEST(Quota, HasNoEndUnlessAskedFor) {
  TestApp app;
  app.log_in();
  for (int i = 0; i < 3000; ++i) ASSERT_EQ(app.ask("GET", "/v1/me").status, 200);
}

}  // namespace
}  // namespace segue::simulator
