#include "load/bounds.h"

#include <fmt/core.h>

#include "load/zones.h"

namespace segue::load {
namespace {

using base::Instant;
using formats::Format;

bool is_spotifys(music::Source source) {
  return source == music::Source::exported || source == music::Source::account || source == music::Source::api;
}

// To the second: what people compare with their files.
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

std::string_view time_field_of(Format format) {
  switch (format) {
    case Format::spotify_extended:
      return "ts";
    case Format::spotify_account_music:
    case Format::spotify_account_podcast:
    case Format::spotify_account_audiobook:
      return "endTime";
    case Format::listenbrainz_lines:
    case Format::listenbrainz_json:
      return "listened_at";
    case Format::scrobbler_log:
      return "timestamp";
    case Format::lastfm_pages:
    case Format::lastfmstats_json:
      return "date";
    case Format::plays_tsv:
    case Format::recently_played:
      return "played_at";
    default:
      return "time";
  }
}

void WithinBounds::require(Instant at, Instant began) const {
  if (holds(at, began)) return;
  const std::string field(landing_.field);
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
    require(converted.instant, began);
    to_.play(converted);
    return;
  }
  if (row.ts) require(*row.ts, began);
  // A start outside the bounds is no stamp: the play stands where `ts` has it.
  const bool is_outside = row.offline_start && !holds(*row.offline_start, began);
  if (row.ts && (is_outside || !holds(row.instant, began))) {
    formats::PlayRow stampless = row;
    stampless.offline_start.reset();
    stampless.instant = *row.ts;
    to_.play(stampless);
    return;
  }
  require(row.instant, began);
  to_.play(row);
}

}  // namespace segue::load
