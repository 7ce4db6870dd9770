#include "load/zones.h"

#include <gtest/gtest.h>

namespace segue::load {
namespace {

std::string day_of(const char* zone, const char* at) {
  const LocalDay day = local_day(zone_named(zone), *base::parse_iso8601(at));
  return base::to_iso_date(base::Instant{day.date}) + " until " + base::to_iso8601(day.end).substr(0, 16);
}

TEST(Zones, ALocalDayEndsAtItsOwnMidnight) {
  EXPECT_EQ(day_of("UTC", "2026-01-02T00:00:00Z"), "2026-01-02 until 2026-01-03T00:00");
  EXPECT_EQ(day_of("Europe/Berlin", "2026-01-02T22:59:59Z"), "2026-01-02 until 2026-01-02T23:00");
  EXPECT_EQ(day_of("Europe/Berlin", "2026-01-02T23:00:00Z"), "2026-01-03 until 2026-01-03T23:00");
  EXPECT_EQ(day_of("America/Los_Angeles", "2026-01-02T05:00:00Z"), "2026-01-01 until 2026-01-02T08:00");
}

TEST(Zones, DaysThatGainOrLoseAnHourAreOneDay) {
  EXPECT_EQ(day_of("Europe/Berlin", "2026-03-28T23:00:00Z"), "2026-03-29 until 2026-03-29T22:00");
  EXPECT_EQ(day_of("Europe/Berlin", "2026-10-24T22:30:00Z"), "2026-10-25 until 2026-10-25T23:00");
}

TEST(Zones, ADayMayBeginAfterAMidnightThatThereIsNot) {
  // In Beirut clocks go from midnight to one o'clock: 2022-03-27 begins at 01:00 local time.
  EXPECT_EQ(day_of("Asia/Beirut", "2022-03-26T12:00:00Z"), "2022-03-26 until 2022-03-26T22:00");
  EXPECT_EQ(day_of("Asia/Beirut", "2022-03-26T22:00:00Z"), "2022-03-27 until 2022-03-27T21:00");
}

TEST(Zones, ADayMayBeMissing) {
  // Samoa left out 2011-12-30.
  EXPECT_EQ(day_of("Pacific/Apia", "2011-12-30T09:00:00Z"), "2011-12-29 until 2011-12-30T10:00");
  EXPECT_EQ(day_of("Pacific/Apia", "2011-12-30T10:00:00Z"), "2011-12-31 until 2011-12-31T10:00");
}

std::string instant_of(const char* zone, const char* wall) {
  return base::to_iso8601(from_wall_clock(zone_named(zone), *base::parse_iso8601(wall))).substr(0, 19);
}

TEST(Zones, AWallClockReadsAsTheZoneHasIt) {
  EXPECT_EQ(instant_of("UTC", "2025-07-10T23:30:00Z"), "2025-07-10T23:30:00");
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-07-10T23:30:00Z"), "2025-07-10T21:30:00");
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-01-10T00:30:00Z"), "2025-01-09T23:30:00");
  EXPECT_EQ(instant_of("Asia/Kolkata", "2025-01-10T00:30:00Z"), "2025-01-09T19:00:00");
}

TEST(Zones, AnHourThatComesTwiceIsItsFirstAndOneThatIsSkippedGoesOn) {
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-10-26T01:59:59Z"), "2025-10-25T23:59:59");
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-10-26T02:30:00Z"), "2025-10-26T00:30:00") << "twice: in summer time";
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-10-26T03:00:00Z"), "2025-10-26T02:00:00");
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-03-30T01:59:59Z"), "2025-03-30T00:59:59");
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-03-30T02:30:00Z"), "2025-03-30T01:30:00") << "never: an hour later";
  EXPECT_EQ(instant_of("Europe/Berlin", "2025-03-30T03:00:00Z"), "2025-03-30T01:00:00");
}

}  // namespace
}  // namespace segue::load
