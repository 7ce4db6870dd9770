// .scrobbler.log of portable players (Audioscrobbler 1.1): tab-separated, comment lines begin with #. After `#TZ/UTC`
// times are UTC; after any other `#TZ/` the player did not know its zone and wrote what its clock showed.
#include <fmt/core.h>

#include <vector>

#include "formats/csv_rows.h"
#include "formats/json_fields.h"
#include "formats/lines.h"
#include "formats/readers.h"
#include "formats/scrobble.h"

namespace segue::formats {
namespace {

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = line.find('\t');
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

// artist, album, track, track number, length in s, L (listened) or S (skipped), Unix seconds, MBID of the track
void read_row(PlayRow play, const std::vector<std::string_view>& fields, Sink& sink) {
  if (fields.size() < 7) throw RowFault{"", fmt::format("{} columns, at least 7 are expected", fields.size())};
  play.artist = fields[0];
  play.album = fields[1];
  play.title = fields[2];
  if (const auto number = number_in(fields[3]); number && *number > 0 && *number < 10'000)
    play.track_number = static_cast<std::int32_t>(*number);
  if (const auto seconds = number_in(fields[4]); seconds && *seconds <= kLongestMs / 1000)
    play.duration_ms = sane_length(*seconds * 1000);
  if (fields[5] != "L" && fields[5] != "S")
    throw RowFault{"rating", fmt::format("\"{}\" is neither L nor S", fields[5].substr(0, 40))};
  play.skipped = fields[5] == "S";
  if (!number_in(fields[6]))
    throw RowFault{"timestamp", fmt::format("\"{}\" is no time as Unix seconds", fields[6].substr(0, 40))};
  play.instant = second_of(number_in(fields[6]), "timestamp");
  play.precision_ms = 1000;
  if (fields.size() > 7) play.recording_mbid = fields[7];
  finish_scrobble(play, music::Source::lastfm, "track");
  sink.play(play);
}

constexpr std::string_view kZone = "#TZ/";

bool is_utc(std::string_view zone) {
  zone = zone.substr(0, zone.find_last_not_of(" \t") + 1);
  return zone == "UTC" || zone == "utc" || zone == "GMT" || zone == "Z";
}

}  // namespace

Outcome read_scrobbler_log(std::string_view bytes, Sink& sink) {
  Outcome outcome;
  if (std::string fault = encoding_fault(bytes); !fault.empty()) {
    outcome.refusal = Refusal{std::move(fault)};
    return outcome;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  PlayRow play;
  while (!bytes.empty()) {
    const std::string_view line = cut_line(bytes);
    if (line.starts_with(kZone)) play.in_local_time = !is_utc(line.substr(kZone.size()));
    if (line.empty() || line.starts_with('#')) continue;
    play.ordinal = outcome.counts.rows++;
    try {
      if (line.find('\0') != std::string_view::npos) throw RowFault{"", kZeroBytes};
      read_row(play, split(line), sink);
    } catch (RowFault& fault) {
      ++outcome.counts.rejected;
      sink.reject({play.ordinal, std::move(fault.field), std::move(fault.reason)});
    }
  }
  return outcome;
}

}  // namespace segue::formats
