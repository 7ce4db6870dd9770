// Finds, by the listeners' time zones, where local days begin and end.
#pragma once
#include <date/tz.h>

#include <map>
#include <string>

#include "base/time.h"

namespace segue::load {

using Zones = std::map<std::string, std::string>;  // user → IANA name; "UTC" for users not named

// Returns the zone of that name. Throws Error(usage) if tzdata does not know it.
const date::time_zone& zone_named(const std::string& name);
std::string zone_name_of(const Zones& zones, const std::string& user);
const date::time_zone& zone_of(const Zones& zones, const std::string& user);

// Returns the instant at which the clocks of the zone show `wall` (a wall-clock time stored as if it were UTC). A time
// that comes twice, when clocks are set back, means the first. A time that is skipped, when they are set forward, is
// read by the old offset: 02:30 on a clock that nobody set is 03:30.
base::Instant from_wall_clock(const date::time_zone& zone, base::Instant wall);

struct LocalDay {
  std::chrono::sys_days date;  // as a date of the calendar, not an instant
  base::Instant end;           // when the next local day begins
};
// Returns the local day that contains `at`; a midnight belongs to the day that it begins.
LocalDay local_day(const date::time_zone& zone, base::Instant at);

}  // namespace segue::load
