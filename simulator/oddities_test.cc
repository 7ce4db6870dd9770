// Plays with --oddities: retimed, late, dated in the future, local.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "simulator/app_for_tests.h"
#include "simulator/export_zip.h"

namespace segue::simulator {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

WorldOptions odd_world() {
  auto options = small_world();
  options.habits.oddities = true;
  options.habits.sessions_a_day = 5;
  return options;
}

bool retimed(const Play& play) {
  return play.first_dated != play.dated;
}
bool ahead(const Play& play) {
  return play.dated > play.end + seconds(1);
}
bool late(const Play& play) {
  return !play.offline && play.listed > play.end + hours(3);
}
bool local(const Play& play) {
  return play.local_listed && listable(play);
}

TEST(Oddities, ComeInTheSharesThatAreTold) {
  World world(odd_world());
  double all = 0, shares[4] = {};
  for (std::size_t number = 0; number < 5; ++number) {
    for (const auto& play : world.plays(number, world.options.start)) {
      if (!listable(play)) continue;
      all += 1;
      shares[0] += retimed(play);
      shares[1] += late(play);
      shares[2] += ahead(play);
      shares[3] += local(play);
    }
  }
  ASSERT_GT(all, 90'000);
  EXPECT_NEAR(shares[0] / all, 0.01, 0.002);
  EXPECT_NEAR(shares[1] / all, 0.01, 0.002);
  EXPECT_NEAR(shares[2] / all, 0.001, 0.0004);
  EXPECT_NEAR(shares[3] / all, 0.005, 0.001);
}

TEST(Oddities, StayWithinTheirBounds) {
  World world(odd_world());
  for (const auto& play : world.plays(1, world.options.start)) {
    EXPECT_GT(play.listed, play.end);
    EXPECT_LE(play.listed, play.end + hours(72));
    if (ahead(play)) {
      EXPECT_GE(play.dated, play.end + hours(1));
      EXPECT_LE(play.dated, play.end + hours(30));
      EXPECT_FALSE(play.offline);
    }
    if (!retimed(play)) continue;
    EXPECT_LE(abs(play.first_dated - play.dated), seconds(25));
    EXPECT_GE(play.settled, play.listed + hours(1));
    EXPECT_LE(play.settled, play.listed + hours(6));
  }
}

TEST(Oddities, AreNotThereUnlessAskedFor) {
  World world(small_world());
  for (const auto& play : world.plays(1, world.options.start)) {
    ASSERT_EQ(play.dated, play.end);
    ASSERT_FALSE(retimed(play) || late(play) || play.local_listed);
  }
}

TEST(Oddities, GiveNoTwoPlaysOneDate) {
  World world(odd_world());
  for (std::size_t number = 0; number < 3; ++number) {
    std::set<base::Instant> dates;
    for (const auto& play : world.plays(number, world.options.start)) {
      EXPECT_TRUE(dates.insert(play.dated).second);
      if (retimed(play)) {
        EXPECT_TRUE(dates.insert(play.first_dated).second);
      }
    }
  }
}

TEST(Oddities, AreTheSameHoweverTheyAreLookedAt) {
  World at_once(odd_world()), bit_by_bit(odd_world());
  auto end = at_once.options.start;
  for (int day = 300; day > 0; --day) bit_by_bit.plays(0, end - hours(24 * day));
  auto all = at_once.plays(0, end), other = bit_by_bit.plays(0, end);
  ASSERT_EQ(all.size(), other.size());
  for (std::size_t n = 0; n < all.size(); ++n) {
    ASSERT_EQ(all[n].dated, other[n].dated);
    ASSERT_EQ(all[n].first_dated, other[n].first_dated);
    ASSERT_EQ(all[n].listed, other[n].listed);
  }
  at_once.set_order(ListOrder::arrival);
  bit_by_bit.set_order(ListOrder::arrival);
  EXPECT_EQ(at_once.recently_played(0, end), bit_by_bit.recently_played(0, end));
}

TEST(Oddities, ShowARetimedPlayUnderItsFirstDateAndThenItsLast) {
  World world(odd_world());
  auto plays = world.plays(0, world.options.start);
  int seen = 0;
  for (std::uint32_t n = 0; n < plays.size(); ++n) {
    const auto& play = plays[n];
    if (!listable(play) || !retimed(play) || play.listed > play.end + hours(1)) continue;
    auto shown = [&](base::Instant at, bool first) {
      auto list = world.recently_played(0, at);
      return std::find(list.begin(), list.end(), Shown{n, first}) != list.end();
    };
    EXPECT_TRUE(shown(play.listed, true));
    EXPECT_FALSE(shown(play.listed, false));
    EXPECT_FALSE(shown(play.settled, true));
    seen += shown(play.settled, false);
  }
  EXPECT_GT(seen, 50);  // those that were still in the list
}

TEST(Oddities, ExportThePlayAsItIsDatedInTheEnd) {
  World world(odd_world());
  int future = 0, moved = 0;
  for (const auto& play : world.plays(0, world.options.start)) {
    if (play.offline || (!ahead(play) && !retimed(play))) continue;
    auto row = export_row(world, 0, play);
    EXPECT_EQ(row["ts"], base::to_iso8601(play.dated).substr(0, 19) + "Z");
    future += ahead(play);
    moved += retimed(play);
  }
  EXPECT_GT(future, 5);
  EXPECT_GT(moved, 100);
}

TEST(Oddities, ShowLocalFilesWithoutAnId) {
  TestApp app(odd_world());
  auto& world = app.simulator.world();
  std::vector<std::pair<std::size_t, Play>> coming;
  auto plays = world.plays(0, world.options.start + hours(24 * 60));
  for (std::size_t n = 0; n < plays.size(); ++n) {
    bool soon = plays[n].end > world.options.start && !plays[n].offline && !late(plays[n]);
    if (soon && local(plays[n])) coming.emplace_back(n, plays[n]);
  }
  ASSERT_GT(coming.size(), 5U);
  for (const auto& [n, play] : coming) {
    app.advance(play.listed - world.clock.now());
    app.log_in();
    auto page = app.get("/v1/me/player/recently-played?limit=50");
    auto at = std::find_if(page["items"].begin(), page["items"].end(),
                           [](const Json& item) { return item["track"]["is_local"] == true; });
    ASSERT_NE(at, page["items"].end());
    const auto& track = (*at)["track"];
    EXPECT_EQ(track["id"], nullptr);
    EXPECT_TRUE(track["uri"].get<std::string>().starts_with("spotify:local:"));
    EXPECT_EQ(track["album"]["id"], nullptr);
    EXPECT_EQ(track["album"]["release_date"], nullptr);
    EXPECT_EQ((*at)["context"], nullptr);
  }
  EXPECT_EQ(app.get("/v1/me/top/tracks?time_range=short_term&limit=50")["items"].size(), 50U);
}

TEST(Oddities, AreToldInTheTruth) {
  TestApp app(odd_world());
  auto plays = app.simulator.world().plays(0, app.simulator.world().options.start);
  std::size_t n = 0, told = 0;
  for (const auto& line : split(app.ask("GET", "/sim/truth").body, '\n')) {
    if (line.empty()) continue;
    auto play = Json::parse(line);
    ASSERT_EQ(play["n"], n);
    EXPECT_EQ(play["dated_ms"], base::to_ms(plays[n].dated));
    EXPECT_EQ(play["listed"], listable(plays[n]));
    EXPECT_EQ(play["uri"].is_null(), plays[n].item == Item::podcast);
    EXPECT_EQ(play.contains("first_dated_ms"), retimed(plays[n]));
    told += retimed(plays[n]);
    ++n;
  }
  EXPECT_EQ(n, plays.size());
  EXPECT_GT(told, 100U);
}

}  // namespace
}  // namespace segue::simulator
