#include "load/zones.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::load {

using std::chrono::days;

const date::time_zone& zone_named(const std::string& name) {
  try {
    return *date::locate_zone(name);
  } catch (const std::exception&) {
    throw base::Error(base::Fault::usage,
                      fmt::format("\"{}\" is not a time zone of tzdata: set one such as Europe/Berlin (`timezone` in "
                                  "config.toml, or `segue init --timezone`)",
                                  name));
  }
}

std::string zone_name_of(const Zones& zones, const std::string& user) {
  const auto named = zones.find(user);
  return named == zones.end() ? "UTC" : named->second;
}

const date::time_zone& zone_of(const Zones& zones, const std::string& user) {
  return zone_named(zone_name_of(zones, user));
}

base::Instant from_wall_clock(const date::time_zone& zone, base::Instant wall) {
  // A reading that the clock showed twice, or never, gets the offset from before the change: get_info() gives it first.
  const date::local_seconds reading{std::chrono::floor<std::chrono::seconds>(wall).time_since_epoch()};
  return wall - zone.get_info(reading).first.offset;
}

LocalDay local_day(const date::time_zone& zone, base::Instant at) {
  // Walks the spans of equal offset from `at` on, until the local day ends within one.
  for (date::sys_info info = zone.get_info(at);; info = zone.get_info(info.end)) {
    const base::Instant begin = std::max(at, base::Instant{info.begin});
    const auto local = begin.time_since_epoch() + info.offset;
    const auto date = std::chrono::floor<days>(local);
    const base::Instant midnight{date + days{1} - info.offset};
    // If the offset changes before midnight, the day goes on under the next offset, unless the change skips midnight.
    if (midnight <= info.end) return {std::chrono::sys_days{date}, midnight};
    const auto after = base::Instant{info.end}.time_since_epoch() + zone.get_info(info.end).offset;
    if (std::chrono::floor<days>(after) != date) return {std::chrono::sys_days{date}, base::Instant{info.end}};
  }
}

}  // namespace segue::load
