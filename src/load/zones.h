// Listeners' time zones: where local days begin and end.
#pragma once
#include <date/tz.h>

#include <map>
#include <string>

#include "base/time.h"

namespace segue::load {

using Zones = std::map<std::string, std::string>;  // user → IANA name; "UTC" for users not named

// Throws Error(usage) when tzdata knows no such zone.
const date::time_zone& zone_named(const std::string& name);
std::string zone_name_of(const Zones& zones, const std::string& user);
const date::time_zone& zone_of(const Zones& zones, const std::string& user);

// The instant at which the clocks of the zone show `wall` (a reading taken as if it were UTC). Of a reading that comes
// twice, when clocks are set back, the first; one that is skipped, when they are set forward, as the old offset has it:
// 02:30 of a clock that nobody set is 03:30.
base::Instant from_wall_clock(const date::time_zone& zone, base::Instant wall);

struct LocalDay {
  std::chrono::sys_days date;  // as a date of the calendar, not an instant
  base::Instant end;           // when the next local day begins
};
// The local day that holds what comes right after `at`.
LocalDay local_day(const date::time_zone& zone, base::Instant at);

}  // namespace segue::load
