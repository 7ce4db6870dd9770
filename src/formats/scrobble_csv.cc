// Reads Last.fm's history as exporters write it: CSV without a header, or with one that names artist, track and a time.
#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "formats/csv_rows.h"
#include "formats/json_fields.h"
#include "formats/readers.h"
#include "formats/scrobble.h"

namespace segue::formats {
namespace {

enum class Clock {
  seconds,       // Unix seconds
  millis,        // Unix milliseconds
  minute_text,   // "06 Sep 2026, 14:23", UTC; older files without the comma
  date_and_time  // "2026-09-06" and, one column on, "14:23:05"
};

struct Dialect {
  Clock clock = Clock::seconds;
  bool has_header = true;
  bool has_now_playing = false;  // a row whose time is empty is the track that plays now
  bool has_hearts = false;       // ghan's file of loved tracks, which has no album
  std::size_t artist = 0, title = 0, time = 0;
  std::optional<std::size_t> album, mbid;
  std::string time_field;
};

using base::number_in;

std::optional<std::size_t> column(const Record& header, std::string_view name) {
  const auto at = std::find(header.begin(), header.end(), name);
  return at == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(at - header.begin()));
}

// The time is called "uts" by ghan, "time" by Libre.fm, "Date#<user>" by lastfmstats.
std::optional<Dialect> dialect_of_header(Record names) {
  for (auto& name : names)
    if (name.starts_with("date#")) name = "date#";
  const auto artist = column(names, "artist"), title = column(names, "track");
  if (!artist || !title) return std::nullopt;
  Dialect dialect;
  dialect.artist = *artist;
  dialect.title = *title;
  dialect.album = column(names, "album");
  dialect.mbid = column(names, "track_mbid");
  for (const char* name : {"uts", "time", "date#"}) {
    const auto time = column(names, name);
    if (!time) continue;
    dialect.time = *time;
    dialect.time_field = name;
    dialect.clock = dialect.time_field == "date#" ? Clock::millis : Clock::seconds;
    dialect.has_now_playing = dialect.time_field == "uts";
    dialect.has_hearts = dialect.has_now_playing && !dialect.album && column(names, "utc_time") &&
                         column(names, "artist_mbid") && column(names, "track_mbid");
    return dialect;
  }
  return std::nullopt;
}

std::optional<int> two_digits(std::string_view text) {
  const auto number = number_in(text);
  return text.size() == 2 && number && *number >= 0 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::optional<base::Instant> minute_in(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() < 17 || text[2] != ' ' || text[6] != ' ') return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(3, 3));
  const std::string_view clock = text.substr(text[11] == ',' ? 12 : 11);
  if (month == kMonths.end() || !two_digits(text.substr(0, 2)) || clock.size() != 6 || clock[0] != ' ')
    return std::nullopt;
  // A time to the minute is placed in the middle of its minute.
  return base::parse_iso8601(fmt::format("{}-{:02}-{}T{}:30Z", text.substr(7, 4), month - kMonths.begin() + 1,
                                         text.substr(0, 2), clock.substr(1)));
}

bool is_date(std::string_view text) {
  return text.size() == 10 && text[4] == '-' && text[7] == '-' && base::parse_iso8601(std::string(text) + "T00:00:00Z");
}

// Recognises two tools that write no header by four columns with a time where the tool writes it.
std::optional<Dialect> dialect_of_row(const Record& row) {
  Dialect dialect;
  dialect.has_header = false;
  if (row.size() != 4) return std::nullopt;
  if (minute_in(row[3])) {  // artist, album, track, date
    dialect.clock = Clock::minute_text;
    dialect.album = 1;
    dialect.title = 2;
    dialect.time = 3;
    dialect.time_field = "date";
    dialect.has_now_playing = true;
    return dialect;
  }
  if (is_date(row[0]) && row[1].size() == 8 && row[1][2] == ':' && row[1][5] == ':') {  // date, time, artist, title
    dialect.clock = Clock::date_and_time;
    dialect.artist = 2;
    dialect.title = 3;
    dialect.time_field = "date";
    return dialect;
  }
  return std::nullopt;
}

std::optional<Header> header_in(std::string_view head) {
  return find_header(head, ",;\t", [](const Record& names) { return dialect_of_header(names).has_value(); });
}

// Looks at a few rows: a file without a header may begin with the track that plays now, or with a bad row.
std::optional<Dialect> dialect_of_rows(std::string_view head) {
  constexpr int kRows = 5;
  CsvReader reader(head, ',');
  Record row;
  for (int i = 0; i < kRows && reader.next(row); ++i)
    if (const auto found = dialect_of_row(row)) return found;
  return std::nullopt;
}

void take_time(PlayRow& play, const Dialect& dialect, const Record& row) {
  const std::string_view text = row[dialect.time];
  const auto wrong = [&](const char* shape) {
    return RowFault{dialect.time_field, fmt::format("\"{}\" is not a time such as {}", text.substr(0, 40), shape)};
  };
  std::optional<base::Instant> instant;
  switch (dialect.clock) {
    case Clock::seconds:
      if (const auto seconds = number_in(text)) return set_second(play, seconds, dialect.time_field);
      return set_time(play, text, dialect.time_field, "1767323045 (Unix seconds) or 2026-01-02T03:04:05Z");
    case Clock::millis:
      if (const auto millis = number_in(text)) return set_millis(play, millis, dialect.time_field);
      throw wrong("1767323045000 (Unix milliseconds)");
    case Clock::minute_text:
      if (instant = minute_in(text); !instant) throw wrong("06 Sep 2026, 14:23");
      break;
    case Clock::date_and_time:
      if (is_date(text)) instant = base::parse_iso8601(fmt::format("{}T{}Z", text, row[dialect.time + 1]));
      if (!instant) throw wrong("2026-09-06,14:23:05");
      break;
  }
  play.instant = *instant;
  play.precision_ms = dialect.clock == Clock::minute_text ? 60'000 : 1000;
  play.time_field = dialect.time_field;
}

// Reads a row, but not the track that plays now: it has no time yet, and comes again as a scrobble.
void read_row(std::int64_t ordinal, const Dialect& dialect, const Record& row, Sink& sink) {
  const std::size_t most = std::max({dialect.artist, dialect.title, dialect.time});
  if (row.size() <= most)
    throw RowFault{"", fmt::format("the row has {} columns, but at least {} are expected", row.size(), most + 1)};
  if (dialect.has_now_playing && row[dialect.time].empty()) return;
  PlayRow play;
  play.ordinal = ordinal;
  play.artist = row[dialect.artist];
  play.title = row[dialect.title];
  if (dialect.album && *dialect.album < row.size()) play.album = row[*dialect.album];
  if (dialect.mbid && *dialect.mbid < row.size()) play.recording_mbid = row[*dialect.mbid];
  take_time(play, dialect, row);
  finish_scrobble(play, music::Source::lastfm, "track");
  sink.play(play);
}

}  // namespace

bool is_scrobble_csv(std::string_view head) {
  const auto decoded = from_utf7(head);
  if (decoded) head = *decoded;
  return header_in(head) || dialect_of_rows(head);
}

Outcome read_scrobble_csv(std::string_view name, std::string_view bytes, Sink& sink) {
  const auto refuse = [](std::string why) { return Outcome{{}, Refusal{std::move(why)}}; };
  if (std::string fault = encoding_fault(bytes); !fault.empty()) return refuse(std::move(fault));
  const auto decoded = from_utf7(bytes);
  if (decoded) bytes = *decoded;
  const std::string_view head = bytes.substr(0, 65536);
  const Header header = header_in(head).value_or(Header{});
  const auto dialect = header.names.empty() ? dialect_of_rows(head) : dialect_of_header(header.names);
  if (!dialect) return refuse("it has no columns `artist`, `track` and a time");
  if (dialect->has_hearts || names_hearts(name)) return refuse(kHearts);
  CsvReader reader(bytes.substr(header.begin), header.delimiter, line_ends_of(bytes));
  Record names;
  if (dialect->has_header) reader.next(names);
  return read_records(reader, names, header.lines_before, sink,
                      [&](std::int64_t ordinal, const Record& record) { read_row(ordinal, *dialect, record, sink); });
}

}  // namespace segue::formats
