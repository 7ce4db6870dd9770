// Simulates days of polls beside a backlog that needs more calls than a day allows, against a service that counts as
// Spotify is said to.
#include <fmt/core.h>
#include <gtest/gtest.h>

#include <deque>

#include "spotify/signed_in_for_tests.h"

namespace segue::spotify {
namespace {

using base::Instant;
using std::chrono::hours;
using std::chrono::minutes;

// 600 calls of any kind in any 24 hours; after that QUOTA_EXCEEDED until the oldest leaves. Refusals count, too.
class ServiceWithQuota final : public http::Client {
 public:
  explicit ServiceWithQuota(const base::Clock& clock) : clock_(clock) {}

  Expected<http::Response, http::TransportError> send(const http::Request& request) override {
    if (request.url.ends_with("/api/token"))
      return http::Response{200, {}, R"({"access_token":"next","token_type":"Bearer","expires_in":3600})"};
    const Instant now = clock_.now();
    while (!times_.empty() && times_.front() <= now - hours{24}) times_.pop_front();
    times_.push_back(now);
    most_ = std::max(most_, times_.size());
    if (times_.size() <= 600) return http::Response{200, {}, "{}"};
    ++refused_;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(times_.front() + hours{24} - now).count();
    return http::Response{
        429, {{"Retry-After", std::to_string(wait)}}, R"({"error":{"status":429,"reason":"QUOTA_EXCEEDED"}})"};
  }
  int refused() const { return refused_; }
  std::size_t most() const { return most_; }

 private:
  const base::Clock& clock_;
  std::deque<Instant> times_;
  int refused_ = 0;
  std::size_t most_ = 0;
};

class QuotaDays : public testing::Test {
 protected:
  // Runs the polls of `users` and returns how many succeeded.
  int poll_all(int users) {
    int good = 0;
    for (int i = 0; i < users; ++i) good += api.once({"GET", "/v1/me/player/recently-played?limit=50", ""}).is_good();
    return good;
  }
  // Returns how many calls succeeded until one was held back.
  int as_many_as_pass(const Call& call, int wanted) {
    for (int made = 0; made < wanted; ++made)
      if (!api.patiently(call).is_good()) return made;
    return wanted;
  }

  base::ManualClock clock{base::from_ms(1'795'536'000'000)};
  const base::TemporaryFolder folder;
  base::SealedFiles secrets{folder.path() / "secrets", std::string(32, 'k')};
  ServiceWithQuota service{clock};
  TokenKeeper keeper{service, secrets, clock, {"client", "", "https://accounts.example"}, "me", folder.path() / "lock"};
  MemoryCalls calls;
  Quota quota{calls, clock, Caps{}};
  WebApi api{service, keeper, "https://api.example", quota, clock, [this](auto wait) { clock.advance(wait); }};
};

TEST_F(QuotaDays, FiveThousandTracksDelayNoPoll) {
  keeper.keep_new({"first", "refresh", "scope", 3600});
  constexpr int kUsers = 4;
  int backlog = 5'000, polled = 0, hour = 0;
  for (; backlog > 0 && hour < 24 * 60; ++hour) {
    polled += poll_all(kUsers);
    const Instant before = clock.now();
    backlog -= as_many_as_pass({"GET", fmt::format("/v1/tracks/{}", hour), ""}, backlog);
    EXPECT_EQ(clock.now(), before) << "nobody waits in place for a day's quota";
    clock.advance(hours{1});
  }
  EXPECT_EQ(polled, kUsers * hour) << "not one poll is held back or refused";
  EXPECT_EQ(service.refused(), 0);
  EXPECT_EQ(backlog, 0);
  EXPECT_LE(hour, 24 * 17) << "400 calls a day less 96 polls: 304 tracks a day";
}

TEST_F(QuotaDays, AllLanesAtOnceLeaveRoomForPolls) {
  keeper.keep_new({"first", "refresh", "scope", 3600});
  constexpr int kUsers = 4, kHours = 24 * 7;
  int polled = 0, written = 0;
  for (int hour = 0; hour < kHours; ++hour) {
    for (const char* path : {"/v1/artists/1", "/v1/tracks/1", "/v1/me/tracks", "/v1/search?q=x"})
      as_many_as_pass({"GET", path, ""}, 1'000);
    as_many_as_pass({"GET", "/v1/me/playlists", "", Lane::library}, 1'000);
    written += as_many_as_pass({"PUT", "/v1/playlists/1/items", "{}"}, 1'000);
    polled += poll_all(kUsers);
    clock.advance(hours{1});
  }
  EXPECT_EQ(polled, kUsers * kHours);
  EXPECT_GE(written, 50 * 6) << "metadata and library leave the playlist its share of each day";
  EXPECT_EQ(service.refused(), 0);
  EXPECT_LE(service.most(), 600u);
  EXPECT_GE(service.most(), 590u) << "and what is left is used";
}

TEST_F(QuotaDays, AnotherProgramOfTheAccountThatSpendsTheDayClosesOneFamilyAtATime) {
  keeper.keep_new({"first", "refresh", "scope", 3600});
  for (int i = 0; i < 600; ++i) EXPECT_TRUE(service.send({"GET", "https://api.example/v1/me", {}, ""}));
  clock.advance(hours{1});
  EXPECT_EQ(api.patiently({"GET", "/v1/tracks/1", ""}).status, 429);
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(api.patiently({"GET", "/v1/tracks/1", ""}).is_held());
  EXPECT_EQ(service.refused(), 1) << "told once, segue does not ask again";
  EXPECT_EQ(api.once({"GET", "/v1/me/player/recently-played?limit=50", ""}).status, 429);
  clock.advance(hours{23});
  EXPECT_TRUE(api.once({"GET", "/v1/me/player/recently-played?limit=50", ""}).is_good());
  EXPECT_TRUE(api.once({"GET", "/v1/tracks/1", ""}).is_good());
}

}  // namespace
}  // namespace segue::spotify
