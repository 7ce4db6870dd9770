// Reads .scrobbler.log of portable players (Audioscrobbler 1.1): tab-separated, comment lines begin with #. After
// `#TZ/UTC` times are UTC; after any other `#TZ/` the player did not know its zone and wrote what its clock showed.
#include <fmt/core.h>

#include <vector>

#include "base/text.h"
#include "formats/csv_rows.h"
#include "formats/encoding.h"
#include "formats/json_fields.h"
#include "formats/lines.h"
#include "formats/readers.h"
#include "formats/scrobble.h"

namespace segue::formats {
namespace {

using base::number_in;

// Reads the columns artist, album, track, track number, length in s, L (listened) or S (skipped), Unix seconds, and
// MBID of the track.
void read_row(PlayRow play, const std::vector<std::string_view>& fields, Sink& sink) {
  if (fields.size() < 7)
    throw RowFault{"", fmt::format("the row has {} columns, but at least 7 are expected", fields.size())};
  play.artist = fields[0];
  play.album = fields[1];
  play.title = fields[2];
  if (const auto number = number_in(fields[3]); number && *number > 0 && *number < 10'000)
    play.track_number = static_cast<std::int32_t>(*number);
  play.duration_ms = sane_seconds(number_in(fields[4]));
  if (fields[5] != "L" && fields[5] != "S")
    throw RowFault{"rating", fmt::format("\"{}\" is neither L nor S", fields[5].substr(0, 40))};
  play.skipped = fields[5] == "S";
  if (!number_in(fields[6]))
    throw RowFault{"timestamp", fmt::format("\"{}\" is not a time in Unix seconds", fields[6].substr(0, 40))};
  set_second(play, number_in(fields[6]), "timestamp");
  if (fields.size() > 7) play.recording_mbid = fields[7];
  finish_scrobble(play, music::Source::lastfm, "track");
  sink.play(play);
}

// Returns the zone that a line names, in lower case: "utc" for `#TZ/UTC`. Returns nothing for any other line.
std::optional<std::string> zone_in(std::string_view line) {
  constexpr std::string_view kZone = "#tz/";
  const std::string said = base::lower(line.substr(0, 64));
  if (!said.starts_with(kZone)) return std::nullopt;
  return std::string(base::trimmed(std::string_view(said).substr(kZone.size())));
}

}  // namespace

bool is_scrobbler_log(std::string_view head) {
  while (head.starts_with('#'))
    if (cut_line(head).starts_with("#AUDIOSCROBBLER/")) return true;
  return false;
}

Outcome read_scrobbler_log(std::string_view bytes, Sink& sink) {
  std::string why = encoding_fault(bytes);
  if (base::trimmed(bytes).empty()) why = "nothing is in it";
  if (!why.empty()) return {{}, Refusal{std::move(why)}};
  bytes = without_mark(bytes);
  Outcome outcome;
  PlayRow play;
  std::vector<std::string_view> fields;
  while (!bytes.empty()) {
    const std::string_view line = cut_line(bytes);
    // The line applies to all rows below it; `play` carries it from row to row.
    if (const auto zone = zone_in(line)) play.in_local_time = zone != "utc" && zone != "gmt" && zone != "z";
    if (line.empty() || line.starts_with('#')) continue;
    play.ordinal = outcome.counts.rows++;
    try {
      if (line.find('\0') != std::string_view::npos) throw RowFault{"", kZeroBytes};
      base::split(line, '\t', fields);
      read_row(play, fields, sink);
    } catch (RowFault& fault) {
      ++outcome.counts.rejected;
      sink.reject({play.ordinal, std::move(fault.field), std::move(fault.reason)});
    }
  }
  return outcome;
}

}  // namespace segue::formats
