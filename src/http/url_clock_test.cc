#include "http/url_clock.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "http/scripted_client_for_tests.h"

namespace segue::http {
namespace {

TEST(UrlClock, ReadsTheTimeAtEachCall) {
  ScriptedClient client;
  client.answer(200, R"({"now":"x","now_ms":1000})").answer(200, R"({"now_ms":2000})");
  const UrlClock clock(client, "http://127.0.0.1:1/sim/clock");
  EXPECT_EQ(base::to_ms(clock.now()), 1000);
  EXPECT_EQ(base::to_ms(clock.now()), 2000);
}

TEST(UrlClock, WaitsByMovingTheSimulator) {
  ScriptedClient client;
  client.answer(200, R"({"now_ms":1000})").answer(200, R"({"now_ms":5000})").answer(200, R"({"now_ms":5000})");
  const UrlClock clock(client, "http://127.0.0.1:1/sim/clock");
  clock.wait_until(base::from_ms(5000));
  ASSERT_EQ(client.requests().size(), 2u);
  EXPECT_EQ(client.requests()[1].method, "POST");
  EXPECT_EQ(client.requests()[1].url, "http://127.0.0.1:1/sim/clock?until_ms=5000");
  clock.wait_until(base::from_ms(4000));
  EXPECT_EQ(client.requests().size(), 3u) << "what has come is not waited for";
}

TEST(UrlClock, AClockThatDoesNotMoveIsAnError) {
  ScriptedClient client;
  client.answer(200, R"({"now_ms":1000})")
      .answer(405, "")
      .answer(200, R"({"now_ms":1000})")
      .answer(200, R"({"now_ms":4999})");
  const UrlClock clock(client, "http://127.0.0.1:1/sim/clock");
  for (int i = 0; i < 2; ++i) EXPECT_THROW(clock.wait_until(base::from_ms(5000)), base::Error);
}

TEST(UrlClock, NoTimeIsAnError) {
  ScriptedClient client;
  client.answer(500, "").answer(200, "later").answer(200, "{}").fail("refused");
  const UrlClock clock(client, "http://127.0.0.1:1/sim/clock");
  for (int i = 0; i < 4; ++i) EXPECT_THROW(clock.now(), base::Error);
}

}  // namespace
}  // namespace segue::http
