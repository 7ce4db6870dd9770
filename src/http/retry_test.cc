#include "http/retry.h"

#include <gtest/gtest.h>

namespace segue::http {
namespace {

using std::chrono::milliseconds;
using Answer = Expected<Response, TransportError>;

constexpr std::int64_t never = -1;

Answer status(int code, std::vector<Header> headers = {}) {
  return Response{code, std::move(headers), ""};
}
Answer broken() {
  return unexpected(TransportError{"reset"});
}

std::int64_t wait_ms(int attempt, const Answer& answer, double draw, RetryPolicy policy = {}) {
  auto wait = next_wait(policy, attempt, answer, draw);
  return wait ? wait->count() : never;
}

TEST(RetryPolicy, KnowsWhatPasses) {
  for (int code : {500, 502, 503, 504}) EXPECT_EQ(wait_ms(1, status(code), 0), 250) << code;
  EXPECT_EQ(wait_ms(1, broken(), 0), 250);
}

TEST(RetryPolicy, KnowsWhatStays) {
  for (int code : {200, 201, 204, 302, 304, 400, 401, 403, 404, 405, 409, 413, 501, 505}) {
    EXPECT_EQ(wait_ms(1, status(code), 0), never) << code;
    EXPECT_EQ(wait_ms(1, status(code, {{"Retry-After", "1"}}), 0), never) << code;
  }
}

TEST(RetryPolicy, DoublesWithJitterUpToACeiling) {
  RetryPolicy patient;
  patient.attempts = 100;
  EXPECT_EQ(wait_ms(1, broken(), 0.5, patient), 375);
  EXPECT_EQ(wait_ms(2, broken(), 0, patient), 500);
  EXPECT_EQ(wait_ms(3, broken(), 0, patient), 1000);
  EXPECT_EQ(wait_ms(99, broken(), 0, patient), 15'000);
  EXPECT_EQ(wait_ms(99, broken(), 1, patient), 30'000);
}

TEST(RetryPolicy, EndsAfterItsAttempts) {
  EXPECT_NE(wait_ms(3, broken(), 0), never);
  EXPECT_EQ(wait_ms(4, broken(), 0), never);
  EXPECT_EQ(wait_ms(4, status(503), 0), never);
  EXPECT_EQ(wait_ms(4, status(429, {{"Retry-After", "1"}}), 0), never);
}

TEST(RetryPolicy, WaitsAtLeastWhatRetryAfterAsks) {
  EXPECT_EQ(wait_ms(1, status(429, {{"retry-after", "7"}}), 0), 7'000);
  EXPECT_EQ(wait_ms(1, status(429, {{"Retry-After", "7"}}), 0.5), 7'250);
  EXPECT_EQ(wait_ms(1, status(503, {{"Retry-After", "0"}}), 0), 0);
}

TEST(RetryPolicy, GivesUpOnAWaitAboveTheLongest) {
  EXPECT_EQ(wait_ms(1, status(429, {{"Retry-After", "120"}}), 0), 120'000);
  EXPECT_EQ(wait_ms(1, status(429, {{"Retry-After", "121"}}), 0), never);
  EXPECT_EQ(wait_ms(1, status(503, {{"Retry-After", "86236"}}), 0), never);
  EXPECT_EQ(wait_ms(1, status(429, {{"Retry-After", "9223372036854775807"}}), 0), never);
}

TEST(RetryPolicy, StartsSlowlyWhereA429NamesNoTime) {
  EXPECT_EQ(wait_ms(1, status(429), 0), 15'000);
  EXPECT_EQ(wait_ms(2, status(429), 1), 60'000);
  EXPECT_EQ(wait_ms(3, status(429), 1), 120'000);
  EXPECT_EQ(wait_ms(1, status(429, {{"Retry-After", "soon"}}), 0), 15'000);
}

TEST(RetryPolicy, RepeatsOnlyWhatDidNothingWhereRepeatingHarms) {
  RetryPolicy once;
  once.repeatable = false;
  EXPECT_EQ(wait_ms(1, broken(), 0, once), never);
  EXPECT_EQ(wait_ms(1, status(503), 0, once), never);
  EXPECT_EQ(wait_ms(1, status(429, {{"Retry-After", "1"}}), 0, once), 1'000);
}

TEST(RetryAfter, ReadsSecondsAndDatesAgainstTheServersOwnDate) {
  auto asked = [](std::vector<Header> headers) { return retry_after(Response{503, std::move(headers), ""}); };
  EXPECT_EQ(asked({{"Retry-After", "30"}}), milliseconds(30'000));
  EXPECT_EQ(asked({{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}, {"Retry-After", "Tue, 24 Nov 2026 16:01:30 GMT"}}),
            milliseconds(90'000));
  EXPECT_EQ(asked({{"Date", "Tue, 24 Nov 2026 16:00:00 GMT"}, {"Retry-After", "Tue, 24 Nov 2026 15:00:00 GMT"}}),
            milliseconds(0));
}

TEST(RetryAfter, JudgesADateByOurClockWhereTheServerSaysNone) {
  const base::Instant now = *base::parse_iso8601("2026-11-24T16:00:00.250Z");
  const auto asked = [&](std::vector<Header> headers) {
    headers.emplace_back("Retry-After", "Tue, 24 Nov 2026 16:01:30 GMT");
    return retry_after(Response{429, std::move(headers), ""}, now);
  };
  EXPECT_EQ(asked({}), milliseconds(90'000)) << "whole seconds";
  EXPECT_EQ(asked({{"Date", "soon"}}), milliseconds(90'000));
  EXPECT_EQ(asked({{"Date", "Tue, 24 Nov 2026 16:01:00 GMT"}}), milliseconds(30'000));
  RetryPolicy policy;
  policy.now = now;
  EXPECT_EQ(wait_ms(1, Response{503, {{"Retry-After", "Tue, 24 Nov 2026 16:00:05 GMT"}}, ""}, 0, policy), 5'000);
}

TEST(RetryAfter, RoundsUpAndTakesTheOverlongForTheLongest) {
  auto asked = [](std::string text) { return retry_after(Response{429, {{"Retry-After", std::move(text)}}, ""}); };
  EXPECT_EQ(asked("1.5"), milliseconds(2'000));
  EXPECT_EQ(asked("0.001"), milliseconds(1'000));
  EXPECT_EQ(asked("7.0"), milliseconds(7'000));
  EXPECT_EQ(asked(" 3 "), milliseconds(3'000));
  const milliseconds century = std::chrono::seconds{3'155'760'000};
  for (const char* text : {"99999999999999999999", "9223372036854775807", "9223372036854775807.9", "3155760000"})
    EXPECT_EQ(asked(text), century) << text;
}

TEST(RetryAfter, IsNothingWhereItCannotBeRead) {
  auto asked = [](std::string text) { return retry_after(Response{503, {{"Retry-After", std::move(text)}}, ""}); };
  for (const char* text :
       {"", "-1", "-1.5", "1.5.5", ".5", "1e3", "3s", "0x3", "nan", "tomorrow", "Tue, 24 Nov 2026 16:01:30 GMT"}) {
    EXPECT_EQ(asked(text), std::nullopt) << text;
  }
  EXPECT_EQ(retry_after(Response{503, {}, ""}), std::nullopt);
}

}  // namespace
}  // namespace segue::http
