// Recognises histories in a shape that segue does not read, so that the message can name a cure. How it works: JSON is
// judged by its keys, a table by a header, else by its first rows. Names are compared without case and punctuation and
// against many words, because every tool names its columns in its own way.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "formats/csv.h"
#include "formats/encoding.h"
#include "formats/formats.h"

namespace segue::formats {
namespace {

using Row = std::vector<std::string>;

constexpr std::string_view kCure =
    "or turn it into a plays.tsv whose header names `played_at`, `artist` and `title` (docs/formats/imports.md shows "
    "it with DuckDB)";

// Returns the letters and digits in lower case: "Track Name", "track_name" and "trackName" are one word.
std::string bare_word(std::string_view text) {
  std::string word = base::lower(text);
  std::erase_if(word, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
  return word;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool names_artist(std::string_view word) {
  constexpr std::array<std::string_view, 7> kWords{"artist",      "artistname", "artists",    "artistnames",
                                                   "albumartist", "performer",  "trackartist"};
  return is_one_of(word, kWords);
}
bool names_title(std::string_view word) {
  constexpr std::array<std::string_view, 8> kWords{"track",    "title", "trackname",  "song",
                                                   "songname", "name",  "tracktitle", "songtitle"};
  return is_one_of(word, kWords);
}
bool names_time(std::string_view word) {
  const auto holds = [&](std::string_view part) { return word.find(part) != std::string_view::npos; };
  // The time when a song was added or released is no time of a play, nor is its length.
  for (const char* other : {"added", "release", "modified", "created", "zone", "duration", "playtime"})
    if (holds(other)) return false;
  return word == "uts" || word == "ts" || holds("time") || holds("date") || holds("played") || holds("listened") ||
         holds("scrobbled");
}

// Returns the first rows, cut by the delimiter that gives the most columns.
std::vector<Row> first_rows_of(std::string_view head) {
  constexpr std::size_t kRows = 8;
  std::vector<Row> best;
  std::size_t widest = 0;
  for (const char delimiter : {'\t', ',', ';', '|'}) {
    CsvReader reader(head, delimiter);
    std::vector<Row> rows;
    for (Row row; rows.size() < kRows && reader.next(row);) rows.push_back(row);
    const std::size_t width = rows.empty() ? 0 : std::max(rows.front().size(), rows.back().size());
    if (width <= widest) continue;
    widest = width;
    best = std::move(rows);
  }
  return best;
}

bool is_text(std::string_view cell) {
  return std::any_of(cell.begin(), cell.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0; });
}

// Returns whether a cell is a time: Unix seconds or milliseconds since 2002, or a date with a clock, which begins with
// a digit and has eight digits or more and a colon.
bool is_moment(std::string_view cell) {
  if (const auto number = base::number_in(cell))
    return (*number > 1'009'843'200 && *number < 4'102'444'800) ||
           (*number > 1'009'843'200'000 && *number < 4'102'444'800'000);
  const auto digits = std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !cell.empty() && cell.size() <= 40 && cell[0] >= '0' && cell[0] <= '9' && digits >= 8 &&
         cell.find(':') != std::string_view::npos;
}

// The columns or members that name artist, title and time, by whatever words; "" = there is none.
struct Named {
  std::string artist, title, time;
};
Named named_in(const Row& names) {
  Named found;
  for (const std::string& name : names) {
    const std::string word = bare_word(name);
    const auto take = [&](std::string& into) {
      if (into.empty()) into = name.substr(0, 40);
    };
    if (names_artist(word)) take(found.artist);
    if (names_title(word)) take(found.title);
    if (names_time(word)) take(found.time);
  }
  return found;
}

// Returns whether the table has Spotify's rows, which somebody saved as a table.
bool is_of_spotify(const Row& header) {
  const auto names = [&](std::string_view word) {
    return std::any_of(header.begin(), header.end(), [&](const std::string& name) { return bare_word(name) == word; });
  };
  return (names("ts") && names("msplayed")) || (names("endtime") && names("msplayed"));
}

std::optional<std::string> miss_by_header(const Row& header) {
  if (is_of_spotify(header))
    return "it looks like Spotify's streaming history saved as a table: import the JSON files that Spotify sent";
  const auto [artist, title, time] = named_in(header);
  if (artist.empty() || title.empty()) return std::nullopt;
  if (time.empty())
    return fmt::format(
        "it looks like a table of songs ({}, {}) without the time of each play: there is no history in it", artist,
        title);
  return fmt::format(
      "it looks like a table of plays, but segue does not know its columns ({}, {}, {}). Rename them to `artist`, "
      "`track` and `time` (Unix seconds), {}",
      artist, title, time, kCure);
}

// Judges JSON by its keys, at any depth.
std::optional<std::string> miss_by_keys(std::string_view json) {
  Row keys;
  for (std::size_t colon = json.find("\":"); colon != std::string_view::npos; colon = json.find("\":", colon + 1))
    if (const std::size_t quote = json.rfind('"', colon - 1); colon > 0 && quote != std::string_view::npos)
      keys.emplace_back(json.substr(quote + 1, colon - quote - 1));
  const auto [artist, title, time] = named_in(keys);
  if (artist.empty() || title.empty() || time.empty()) return std::nullopt;
  return fmt::format(
      "it looks like plays in JSON, but segue does not know their members ({}, {}, {}). Export the history in another "
      "format, {}",
      artist, title, time, kCure);
}

std::optional<std::string> miss_by_rows(const std::vector<Row>& rows) {
  const auto is_play = [](const Row& row) {
    return row.size() >= 3 && row.size() <= 40 && std::any_of(row.begin(), row.end(), is_moment) &&
           std::count_if(row.begin(), row.end(), [](const std::string& c) { return is_text(c) && !is_moment(c); }) >= 2;
  };
  const auto plays = std::count_if(rows.begin(), rows.end(), is_play);
  if (plays == 0 || 2 * plays < static_cast<std::ptrdiff_t>(rows.size())) return std::nullopt;
  return fmt::format(
      "it looks like a table of plays without a header, so segue cannot know what the columns are. Put a first line "
      "above it that names them (with commas: `artist,album,track,time`, the time in Unix seconds), {}",
      kCure);
}

// Recognises a log of a portable player without its first lines: seven to nine columns, L or S in the sixth, a time in
// the seventh.
std::optional<std::string> miss_by_log(const Row& row) {
  if (row.size() < 7 || row.size() > 9 || (row[5] != "L" && row[5] != "S") || !is_moment(row[6])) return std::nullopt;
  return "it looks like a `.scrobbler.log` without its first lines: name it `.scrobbler.log`, or put the lines "
         "`#AUDIOSCROBBLER/1.1` and `#TZ/UTC` (`#TZ/UNKNOWN` where the player's clock showed your local time) above it";
}

// Recognises a history behind zero bytes, or one whose first bytes became zeros. Files with a name that Spotify gives
// do not come here: recognise() knows them by name.
std::optional<std::string> miss_by_zero_bytes(std::string_view name, std::string_view head) {
  const std::size_t start = head.find_first_not_of('\0');
  if (start == std::string_view::npos) return std::nullopt;
  const std::string_view rest = head.substr(start);
  return recognise(name, rest) || near_miss(name, rest) ? std::optional(zero_byte_fault(head)) : std::nullopt;
}

}  // namespace

std::optional<std::string> near_miss(std::string_view name, std::string_view head) {
  constexpr std::size_t kFirstRows = 4096;
  if (recognise(name, head)) return std::nullopt;
  if (is_utf16(head)) return near_miss(name, narrowed(head)) ? std::optional(encoding_fault(head)) : std::nullopt;
  if (head.starts_with('\0')) return miss_by_zero_bytes(name, head);
  head = without_mark(head);
  const std::size_t start = head.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return std::nullopt;
  const std::string_view text = head.substr(start);
  if (text[0] == '[' || text[0] == '{') return miss_by_keys(text.substr(0, kFirstRows));
  if (text[0] == '<' || text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::vector<Row> rows = first_rows_of(text);
  if (auto sentence = miss_by_log(rows.front())) return sentence;
  for (const Row& row : rows)
    if (auto sentence = miss_by_header(row)) return sentence;
  return miss_by_rows(rows);
}

}  // namespace segue::formats
