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
const date::time_zone& zone_of(const Zones& zones, const std::string& user);

struct LocalDay {
  std::chrono::sys_days date;  // as a date of the calendar, not an instant
  base::Instant end;           // when the next local day begins
};
// The local day that holds what comes right after `at`.
LocalDay local_day(const date::time_zone& zone, base::Instant at);

}  // namespace segue::load
