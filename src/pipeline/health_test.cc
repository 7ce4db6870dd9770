#include "pipeline/health.h"

#include <gtest/gtest.h>

namespace segue::pipeline {
namespace {

using std::chrono::days;
using std::chrono::hours;

const base::Instant now = *base::parse_iso8601("2026-11-24T16:00:00Z");

Health polled(std::chrono::milliseconds ago) {
  Health health;
  health.user = "me";
  health.has_polled = true;
  health.last_good_poll = now - ago;
  return health;
}

TEST(Health, NothingIsDueWhenAllIsWell) {
  Health health = polled(hours{3});
  health.coverage.emplace();
  health.consent_ends = now + days{8};
  EXPECT_TRUE(due(health, now).empty());
}

TEST(Health, ThreeHoursWithoutAPage) {
  EXPECT_EQ(due(polled(hours{4}), now),
            (std::vector<std::string>{
                "me: no page came since 2026-11-24 12:00 UTC (4 h): run `segue poll` and see what it says"}));
  Health never = polled({});
  never.last_good_poll.reset();
  EXPECT_EQ(
      due(never, now),
      (std::vector<std::string>{"me: no page came in the last seven days: run `segue poll` and see what it says"}));
}

TEST(Health, ALoginWithoutAPollSaysSo) {
  Health health;
  health.user = "me";
  health.consent_ends = now + days{180};
  EXPECT_EQ(due(health, now),
            (std::vector<std::string>{"me: no poll was made yet: run `segue poll`, every 20 minutes"}));
}

TEST(Health, ALostLoginIsDueAtOnceWithItsDayAndCause) {
  Health health = polled(hours{1});
  health.ended = spotify::EndedLogin{"client", now - days{9}, now, "Spotify no longer accepts it", {}};
  EXPECT_EQ(due(health, now), (std::vector<std::string>{"me: the login of me ended on 2026-11-24 because Spotify no "
                                                        "longer accepts it: run `segue login`"}));
}

TEST(Health, RowsThatCannotBeReadAreDue) {
  Health health = polled(hours{1});
  health.page_items = 50;
  health.page_unread = 3;
  EXPECT_EQ(due(health, now).at(0).substr(0, 60), "me: 3 of 50 rows of the newest page could not be read: `segu");
}

TEST(Health, ALoginThatDoesNotOpenIsDue) {
  Health health = polled(hours{1});
  health.login_fault = "it cannot be opened with this key";
  EXPECT_EQ(due(health, now), (std::vector<std::string>{"me: it cannot be opened with this key"}));
}

TEST(Health, WhoNeverPollsMissesNoPoll) {
  Health health;
  health.user = "me";
  EXPECT_TRUE(due(health, now).empty());
}

TEST(Health, AGapIsDueUntilItIsClosedOrPutAside) {
  Health health = polled({});
  health.coverage.emplace().gaps = {{now - days{40}, now - days{39}}, {now - days{9}, now - days{8}}};
  EXPECT_EQ(due(health, now),
            (std::vector<std::string>{
                "me: 2 gaps, the newest from 2026-11-15 16:00 to 2026-11-16 16:00 UTC: ask Spotify for the"
                " extended history, import it"}));
  EXPECT_EQ(due(health, now, now - days{20}).at(0).substr(0, 9), "me: 1 gap");
  EXPECT_TRUE(due(health, now, now - days{8}).empty());
}

TEST(Health, AConsentNearItsEnd) {
  Health health = polled({});
  health.consent_ends = now + days{7};
  EXPECT_EQ(due(health, now),
            (std::vector<std::string>{"me: Spotify ends this consent on 2026-12-01: run `segue login`"}));
  health.user = "ann";
  health.consent_ends = now;
  EXPECT_EQ(due(health, now),
            (std::vector<std::string>{"ann: Spotify ended this consent on 2026-11-24: run `segue login --user ann`"}));
}

}  // namespace
}  // namespace segue::pipeline
