#include "spotify/quota.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace segue::spotify {
namespace {

using base::Instant;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant kNoon = base::from_ms(1'795'521'600'000);  // 2026-11-24T12:00:00Z

TEST(Family, IsReadFromMethodAndPathAlone) {
  const std::tuple<const char*, const char*, Family> cases[] = {
      {"GET", "/v1/me/player/recently-played?limit=50", Family::recently_played},
      {"GET", "/v1/me/playlists?limit=50&offset=0", Family::playlists_read},
      {"POST", "/v1/me/playlists", Family::playlists_write},
      {"GET", "/v1/playlists/0AbC/items?limit=50", Family::playlists_read},
      {"PUT", "/v1/playlists/0AbC/items", Family::playlists_write},
      {"PUT", "/v1/playlists/0AbC", Family::playlists_write},
      {"GET", "/v1/me/tracks?limit=50", Family::library},
      {"GET", "/v1/me/library/contains?uris=x", Family::library},
      {"GET", "/v1/me/following?type=artist", Family::library},
      {"GET", "/v1/me/top/artists", Family::top},
      {"GET", "/v1/search?q=/v1/tracks/1", Family::search},
      {"GET", "/v1/tracks/0AbC", Family::tracks},
      {"GET", "/v1/albums/0AbC/tracks?limit=50", Family::albums},
      {"GET", "/v1/artists/0AbC", Family::artists},
      {"GET", "/v1/artists/0AbC/albums?limit=10", Family::artist_albums},
      {"GET", "/v1/me", Family::me},
      {"GET", "/v1/me?x=1", Family::me},
      {"GET", "/v1/me/player", Family::other},
      {"GET", "/v1/me/player/recently-played-too", Family::other},
      {"GET", "/v1/mess", Family::other},
      {"GET", "/v1/tracksuits", Family::other},
      {"GET", "/v2/tracks/1", Family::other},
      {"GET", "tracks/1", Family::other},
      {"GET", "", Family::other}};
  for (const auto& [method, path, family] : cases) EXPECT_EQ(family_of(method, path), family) << method << " " << path;
}

TEST(Family, HasANameThatReadsBack) {
  for (const Family family : kFamilies) EXPECT_EQ(family_named(name_of(family)), family);
  for (const char* name : {"", "Tracks", "videos"}) EXPECT_EQ(family_named(name), Family::other) << name;
}

std::vector<CallMade> calls_of(Family family, int count, Instant from = kNoon) {
  std::vector<CallMade> calls;
  for (int i = 0; i < count; ++i) calls.push_back({from + seconds{i}, family, 200});
  return calls;
}

TEST(Caps, AreSharesOfADay) {
  const Caps caps = caps_of(600);
  EXPECT_EQ(caps.family, 400);
  EXPECT_EQ(caps.metadata, 400);
  EXPECT_EQ(caps.library, 450);
  EXPECT_EQ(caps.playlist, 500);
  EXPECT_EQ(caps_of(60).playlist, 50);
}

TEST(Caps, StopTheLastLaneFirstAndCaptureNever) {
  const Caps caps;
  const auto held = [&](int count, Family family) {
    return held_by_caps(calls_of(Family::other, count), family, lane_of(family), caps).has_value();
  };
  EXPECT_FALSE(held(399, Family::tracks));
  EXPECT_TRUE(held(400, Family::tracks));
  EXPECT_FALSE(held(449, Family::library));
  EXPECT_TRUE(held(450, Family::library));
  EXPECT_TRUE(held(450, Family::search));
  EXPECT_FALSE(held(499, Family::playlists_write));
  EXPECT_TRUE(held(500, Family::playlists_write));
  EXPECT_FALSE(held(5'000, Family::recently_played));
}

TEST(Caps, HoldOneFamilyOfALowerLaneByItself) {
  const Caps caps{100, 400, 450, 500};
  EXPECT_TRUE(held_by_caps(calls_of(Family::tracks, 100), Family::tracks, Lane::metadata, caps));
  EXPECT_FALSE(held_by_caps(calls_of(Family::tracks, 100), Family::albums, Lane::metadata, caps));
  EXPECT_FALSE(held_by_caps(calls_of(Family::playlists_read, 100), Family::playlists_read, Lane::playlist, caps));
  EXPECT_TRUE(held_by_caps(calls_of(Family::playlists_read, 100), Family::playlists_read, Lane::library, caps))
      << "a snapshot of playlists that asks in a lower lane";
}

TEST(Caps, SayWhenThereIsRoomAgain) {
  const auto held = held_by_caps(calls_of(Family::tracks, 402), Family::tracks, Lane::metadata, Caps{});
  ASSERT_TRUE(held);
  EXPECT_EQ(held->until, kNoon + seconds{2} + hours{24}) << "then 399 of the 402 are left";
  EXPECT_NE(held->why.find("402 calls"), std::string::npos) << held->why;
}

TEST(LeaveAlone, DoesWhatItIsToldForAWeekAtMost) {
  EXPECT_EQ(leave_alone({seconds{86'236}, true}, 5, 0.9), seconds{86'236});
  EXPECT_EQ(leave_alone({seconds{0}, false}, 1, 0.9), seconds{0});
  EXPECT_EQ(leave_alone({hours{24 * 365}, true}, 1, 0.0), hours{24 * 7});
}

TEST(LeaveAlone, DoublesWithJitterWhereNothingIsTold) {
  EXPECT_EQ(leave_alone({}, 1, 0.0), seconds{15});
  EXPECT_EQ(leave_alone({}, 1, 1.0), seconds{30});
  EXPECT_EQ(leave_alone({}, 3, 1.0), seconds{120});
  EXPECT_EQ(leave_alone({}, 1'000, 1.0), hours{1});
  EXPECT_EQ(leave_alone({{}, true}, 1, 1.0), minutes{15});
  EXPECT_EQ(leave_alone({{}, true}, 1'000, 1.0), hours{6});
}

class QuotaTest : public testing::Test {
 protected:
  Ticket let_through(Family family) {
    auto ticket = quota.admit(family, lane_of(family));
    if (!ticket) ADD_FAILURE() << name_of(family) << " is held: " << ticket.error().why;
    return ticket.value_or(Ticket{});
  }
  std::optional<Instant> held_until(Family family) const {
    const auto held = quota.held(family, lane_of(family));
    return held ? std::optional(held->until) : std::nullopt;
  }
  base::ManualClock clock{kNoon};
  MemoryCalls log;
  Quota quota{log, clock, Caps{}};
};

TEST_F(QuotaTest, CountsACallBeforeItIsMade) {
  let_through(Family::tracks);
  ASSERT_EQ(log.calls(kNoon - hours{1}).size(), 1u);
  EXPECT_EQ(log.calls(kNoon - hours{1})[0].status, 0) << "a process that dies now has counted it";
}

TEST_F(QuotaTest, ForgetsACallADayLaterAndNotSooner) {
  for (int i = 0; i < 400; ++i) let_through(Family::tracks);
  EXPECT_EQ(held_until(Family::tracks), kNoon + hours{24});
  clock.advance(hours{24} - milliseconds{1});
  EXPECT_TRUE(held_until(Family::tracks));
  EXPECT_FALSE(quota.admit(Family::tracks, Lane::metadata));
  clock.advance(milliseconds{1});
  let_through(Family::tracks);
  EXPECT_EQ(log.calls(kNoon - hours{1}).size(), 1u) << "the others are pruned";
}

TEST_F(QuotaTest, KeepsARefusedFamilyShutUntilToldAndLetsOthersGoOn) {
  const auto until = quota.answered(let_through(Family::artists), 429, {seconds{7200}, true}, 0.5);
  EXPECT_EQ(until, kNoon + hours{2});
  const auto held = quota.held(Family::artists, Lane::metadata);
  ASSERT_TRUE(held);
  EXPECT_NE(held->why.find("artists for now (QUOTA_EXCEEDED)"), std::string::npos) << held->why;
  let_through(Family::tracks);
  let_through(Family::recently_played);
}

TEST_F(QuotaTest, HoldsCaptureToABreakerThoughToNoCap) {
  quota.answered(let_through(Family::recently_played), 429, {seconds{600}, false}, 0.5);
  EXPECT_EQ(held_until(Family::recently_played), kNoon + minutes{10});
}

TEST_F(QuotaTest, LetsOneCallProbePastTheEnd) {
  quota.answered(let_through(Family::tracks), 429, {seconds{7200}, true}, 0.5);
  clock.advance(hours{2});
  const Ticket probe = let_through(Family::tracks);
  EXPECT_TRUE(probe.is_probe);
  EXPECT_FALSE(quota.admit(Family::tracks, Lane::metadata)) << "the probe has no answer yet";
  quota.answered(probe, 200, {}, 0.5);
  EXPECT_FALSE(let_through(Family::tracks).is_probe);
}

TEST_F(QuotaTest, AProbeThatShowsNothingIsFollowedByAnother) {
  quota.answered(let_through(Family::tracks), 429, {seconds{60}, false}, 0.5);
  clock.advance(minutes{1});
  for (const int status : {0, 503, 401}) {
    const Ticket probe = let_through(Family::tracks);
    EXPECT_TRUE(probe.is_probe) << status;
    quota.answered(probe, status, {}, 0.5);
  }
  quota.answered(let_through(Family::tracks), 404, {}, 0.5);
  EXPECT_FALSE(let_through(Family::tracks).is_probe) << "a 404 is an answer";
}

TEST_F(QuotaTest, AProbeWhoseProcessDiedBlocksTheNextForAMinute) {
  quota.answered(let_through(Family::tracks), 429, {seconds{60}, false}, 0.5);
  clock.advance(minutes{1});
  let_through(Family::tracks);
  EXPECT_EQ(held_until(Family::tracks), clock.now() + minutes{1});
  clock.advance(minutes{1});
  EXPECT_TRUE(let_through(Family::tracks).is_probe);
}

TEST_F(QuotaTest, CountsRefusalsInARowAndStartsAnewAfterASuccess) {
  for (const int expected : {30, 60, 120}) {
    const auto until = quota.answered(let_through(Family::tracks), 429, {}, 1.0);
    EXPECT_EQ(*until - clock.now(), seconds{expected});
    clock.wait_until(*until);
  }
  quota.answered(let_through(Family::tracks), 200, {}, 1.0);
  EXPECT_EQ(*quota.answered(let_through(Family::tracks), 429, {}, 1.0) - clock.now(), seconds{30});
}

TEST_F(QuotaTest, AnswersThatComeLateNeitherCloseNorShortenABreaker) {
  const Ticket early = let_through(Family::tracks), other = let_through(Family::tracks);
  clock.advance(seconds{1});
  quota.answered(let_through(Family::tracks), 429, {seconds{7200}, true}, 0.5);
  quota.answered(early, 200, {}, 0.5);
  quota.answered(other, 429, {seconds{5}, false}, 0.5);
  EXPECT_EQ(held_until(Family::tracks), kNoon + seconds{7201});
}

TEST_F(QuotaTest, AClockThatWasWrongHoldsNothingForGood) {
  clock.advance(hours{24 * 3650});
  quota.answered(let_through(Family::tracks), 429, {seconds{60}, false}, 0.5);
  base::ManualClock right{kNoon};
  Quota later{log, right, Caps{1, 1, 1, 1}};
  EXPECT_TRUE(later.held(Family::albums, Lane::metadata)) << "a call of the future counts until it is pruned";
  EXPECT_TRUE(later.admit(Family::recently_played, Lane::capture));
  right.advance(hours{24});
  EXPECT_TRUE(later.admit(Family::tracks, Lane::metadata));
}

TEST_F(QuotaTest, TellsEachFamilyThatWasCalled) {
  let_through(Family::recently_played);
  quota.answered(let_through(Family::tracks), 429, {seconds{3600}, true}, 0.5);
  let_through(Family::playlists_write);
  EXPECT_EQ(to_json(quota.uses()),
            R"([{"family":"recently_played","calls_24h":1,"cap":null,"held_until":null},)"
            R"({"family":"playlists_write","calls_24h":1,"cap":500,"held_until":null},)"
            R"({"family":"tracks","calls_24h":1,"cap":400,"held_until":"2026-11-24T13:00:00.000Z"}])");
}

}  // namespace
}  // namespace segue::spotify
