// How it works: a play's instant is compared with the first day of its source and with its landing plus kLater. A row
// of Spotify's export has two times: `ts`, and sometimes a start by the device's clock. A start outside the bounds
// costs only itself: the play is then dated by `ts`. Any other time outside rejects the row.
#include "load/bounds.h"

#include <fmt/core.h>

#include "load/zones.h"

namespace segue::load {
namespace {

using base::Instant;

bool is_spotifys(music::Source source) {
  return source == music::Source::exported || source == music::Source::account || source == music::Source::api;
}

// Writes the instant to the second, as people compare it with their files.
std::string second_of(Instant at) {
  return base::to_iso8601(at).substr(0, 19) + "Z";
}

std::string_view landed_by(LandedBy by) {
  switch (by) {
    case LandedBy::import:
      return "when this file was imported";
    case LandedBy::load:
      return "when this file was read";
    case LandedBy::page:
      return "when Spotify showed it";
  }
  return "";
}

}  // namespace

void WithinBounds::require(Instant at, Instant began, std::string_view time_field) const {
  if (holds(at, began)) return;
  const std::string field(time_field);
  if (at < began)
    throw formats::RowFault{
        field,
        fmt::format("{} is before {}, {}: the clock of the device was wrong", second_of(at), base::to_iso_date(began),
                    began == kSpotifyBegan ? "when Spotify began" : "when scrobbling began")};
  throw formats::RowFault{field, fmt::format("{} is later than {}, {}: the clock of the device was wrong",
                                             second_of(at), second_of(landing_.at), landed_by(landing_.by))};
}

void WithinBounds::play(const formats::PlayRow& row) {
  const Instant began = is_spotifys(row.source) ? kSpotifyBegan : kScrobblesBegan;
  if (row.in_local_time) {
    formats::PlayRow converted = row;
    converted.instant = from_wall_clock(zone_, row.instant);
    has_used_zone_ = true;
    require(converted.instant, began, row.time_field);
    to_.play(converted);
    return;
  }
  if (row.ts) require(*row.ts, began, row.time_field);
  // A start outside the bounds is not believed, nor an instant made of it: the play is dated by `ts`, which is inside.
  const bool is_outside = row.offline_start && !holds(*row.offline_start, began);
  if (row.ts && (is_outside || !holds(row.instant, began))) {
    formats::PlayRow stampless = row;
    stampless.offline_start.reset();
    stampless.instant = *row.ts;
    to_.play(stampless);
    return;
  }
  require(row.instant, began, row.time_field);
  to_.play(row);
}

}  // namespace segue::load
