// Reads the plain table of plays, into which other data can be turned (docs/formats/imports.md): a header names its
// columns, in any order. Tabs, commas or semicolons separate fields, which are quoted as DuckDB's COPY does.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/text.h"
#include "formats/csv_rows.h"
#include "formats/json_fields.h"
#include "formats/readers.h"
#include "formats/scrobble.h"
#include "music/catalogue_facts.h"
#include "music/names.h"

namespace segue::formats {
namespace {

constexpr std::array<std::string_view, 12> kColumns{"played_at", "time_basis", "artist",         "title",
                                                    "album",     "ms_played",  "duration_ms",    "spotify_id",
                                                    "uri",       "isrc",       "recording_mbid", "skipped"};

bool is_known(std::string_view name) {
  return std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end();
}

std::string all_columns() {
  std::string all;
  for (const auto name : kColumns) all += fmt::format("{}`{}`", all.empty() ? "" : ", ", name);
  return all;
}

using Columns = std::map<std::string, std::size_t, std::less<>>;

Columns columns_of(const Record& names) {
  Columns columns;
  for (std::size_t i = 0; i < names.size(); ++i) columns.emplace(names[i], i);
  return columns;
}

// Finds a header that names `played_at` and another known column.
std::optional<Header> header_in(std::string_view head) {
  return find_header(head, "\t,;", [](const Record& names) {
    return std::find(names.begin(), names.end(), "played_at") != names.end() &&
           std::count_if(names.begin(), names.end(), is_known) > 1;
  });
}

// Returns why the header cannot be used, "" if it can.
std::string header_fault(const Record& names, const Columns& columns) {
  std::string strangers;
  for (const auto& [name, at] : columns)
    if (!is_known(name)) strangers += fmt::format("{}`{}`", strangers.empty() ? "" : ", ", name.substr(0, 40));
  if (!strangers.empty())
    return fmt::format("the header has columns that segue does not know ({}): remove or rename them. segue knows {}",
                       strangers, all_columns());
  if (columns.size() < names.size()) return "the header names a column twice";
  const bool by_name = columns.contains("artist") && columns.contains("title");
  if (!by_name && !columns.contains("spotify_id") && !columns.contains("uri"))
    return "the header names neither `artist` and `title` nor `spotify_id` or `uri`";
  return "";
}

RowFault wrong(std::string_view field, std::string_view text, std::string_view expected) {
  return {std::string(field), fmt::format("\"{}\" is not {}", text.substr(0, 60), expected)};
}

// Reads a number with or without a fraction: DuckDB writes a whole double as 7.0.
std::optional<double> decimal_in(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !(number > -9e15 && number < 9e15))
    return std::nullopt;
  return number;
}

class PlayTable {
 public:
  PlayTable(Columns columns, std::size_t width) : columns_(std::move(columns)), width_(width) {}

  void read(std::int64_t ordinal, const Record& record, Sink& sink) {
    if (record.size() != width_)
      throw RowFault{"", fmt::format("the row has {} columns, but the header names {}", record.size(), width_)};
    record_ = &record;
    PlayRow play;
    play.ordinal = ordinal;
    play.source = music::Source::other;
    take_time(play);
    play.artist = at("artist");
    play.title = at("title");
    play.album = at("album");
    play.recording_mbid = at("recording_mbid");
    if (!at("ms_played").empty()) play.ms_played = played_ms(number_at("ms_played"), "ms_played");
    play.duration_ms = sane_length(number_at("duration_ms"));
    play.skipped = flag_at("skipped");
    const std::string isrc = music::isrc_of(at("isrc"));
    if (isrc.empty() && !at("isrc").empty()) sink.dropped_id();
    play.isrc = isrc;
    const std::string id = track_id();
    const std::string uri = id.empty() ? std::string(at("uri")) : "spotify:track:" + id;
    play.spotify_id = id;
    play.uri = uri;
    if (play.title.empty() && uri.empty())
      throw RowFault{"title", "a title is expected, or a `spotify_id` or `uri`; there is none"};
    name_kind(play);
    if (uri.starts_with("spotify:episode:"))
      play.kind = music::Kind::podcast;
    else if (uri.starts_with("spotify:local:"))
      play.kind = music::Kind::local;
    else if (!id.empty())
      play.kind = music::Kind::music;
    sink.play(play);
  }

 private:
  std::string_view at(std::string_view name) const {
    const auto column = columns_.find(name);
    return column == columns_.end() ? std::string_view{} : (*record_)[column->second];
  }

  std::optional<std::int64_t> number_at(std::string_view name) const {
    const std::string_view text = at(name);
    if (text.empty()) return std::nullopt;
    const auto number = decimal_in(text);
    if (!number) throw wrong(name, text, "a number of milliseconds");
    return static_cast<std::int64_t>(*number);
  }

  std::optional<bool> flag_at(std::string_view name) const {
    const std::string text = base::lower(base::trimmed(at(name)));
    if (text.empty()) return std::nullopt;
    if (text == "true" || text == "t" || text == "1") return true;
    if (text == "false" || text == "f" || text == "0") return false;
    throw RowFault{std::string(name), fmt::format("\"{}\" is neither true nor false", text.substr(0, 60))};
  }

  // Reads Unix seconds, also with a fraction; numbers from 10¹¹ on are Unix milliseconds; all else is ISO 8601.
  void take_time(PlayRow& play) const {
    constexpr double kFirstMillis = 1e11;
    const std::string basis = base::lower(base::trimmed(at("time_basis")));
    if (!basis.empty() && basis != "start" && basis != "end")
      throw RowFault{"time_basis", fmt::format("\"{}\" is neither `start` nor `end`", basis.substr(0, 60))};
    play.basis = basis == "end" ? music::TimeBasis::end : music::TimeBasis::start;
    const std::string_view text = at("played_at");
    const auto number = decimal_in(text);
    if (!number) {
      set_time(play, text, "played_at", "1767323045 or 2026-01-02T03:04:05Z");
      if (base::to_ms(play.instant) % 1000 != 0) play.precision_ms = 1;
      return;
    }
    const bool is_millis = *number >= kFirstMillis;
    const auto ms = static_cast<std::int64_t>(is_millis ? *number : *number * 1000);
    if (ms <= 0 || ms >= kEndOf9999Ms) throw wrong("played_at", text, "a time from 1970 to 9999");
    play.instant = base::from_ms(ms);
    play.precision_ms = ms % 1000 != 0 ? 1 : 1000;
    play.time_field = "played_at";
  }

  std::string track_id() const {
    for (const std::string_view name : {"spotify_id", "uri"}) {
      const std::string_view text = at(name);
      if (text.empty()) continue;
      if (auto id = music::spotify_track_id(text)) return *id;
      if (name == "spotify_id") throw wrong(name, text, "a track of Spotify");
      if (!text.starts_with("spotify:")) throw wrong(name, text, "the address of a track of Spotify");
    }
    return "";
  }

  Columns columns_;
  std::size_t width_;
  const Record* record_ = nullptr;
};

}  // namespace

bool is_plays_tsv(std::string_view head) {
  return header_in(head).has_value();
}

Outcome read_plays_tsv(std::string_view bytes, Sink& sink) {
  const auto refused = [](std::string why) { return Outcome{{}, Refusal{std::move(why)}}; };
  if (std::string fault = encoding_fault(bytes); !fault.empty()) return refused(std::move(fault));
  const auto header = header_in(bytes);
  if (!header) return refused("its header names columns of a table of plays, but not `played_at`: " + all_columns());
  Columns columns = columns_of(header->names);
  if (std::string fault = header_fault(header->names, columns); !fault.empty()) return refused(std::move(fault));
  CsvReader reader(bytes.substr(header->begin), header->delimiter, line_ends_of(bytes));
  Record names;
  reader.next(names);
  PlayTable table(std::move(columns), names.size());
  return read_records(reader, names, header->lines_before, sink,
                      [&](std::int64_t ordinal, const Record& record) { table.read(ordinal, record, sink); });
}

}  // namespace segue::formats
