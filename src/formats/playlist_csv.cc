// Reads the "Spotify playlists" CSV of 2015: four quoted fields a row, a backslash as escape, and some broken rows. A
// row begins with a quoted id of 32 hex digits; a line that does not belongs to the broken row before it.
#include <algorithm>
#include <array>

#include "base/hash.h"
#include "formats/json_fields.h"
#include "formats/lines.h"
#include "formats/readers.h"

namespace segue::formats {
namespace {

constexpr std::array<std::string_view, 4> kHeader{"user_id", "artistname", "trackname", "playlistname"};
constexpr std::size_t kIdDigits = 32;

bool begins_row(std::string_view line) {
  if (line.size() < kIdDigits + 3 || line.front() != '"' || line[kIdDigits + 1] != '"' || line[kIdDigits + 2] != ',')
    return false;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  return std::all_of(line.begin() + 1, line.begin() + 1 + kIdDigits, is_hex);
}

// Cuts a quoted field off the start of `rest`. Returns false if there is none.
bool take_field(std::string_view& rest, std::string& field) {
  field.clear();
  if (!rest.starts_with('"')) return false;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return true;
    }
    if (rest[i] == '\\') ++i;
    if (i == rest.size()) return false;
    field.push_back(rest[i]);
  }
  return false;
}

void skip_blanks(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
}

// Cuts the line into `fields`. Returns why it is no row, "" if it is one.
std::string take_row(std::string_view line, std::array<std::string, 4>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    skip_blanks(line);
    if (!take_field(line, fields[i])) return std::string(kHeader[i]) + " is not a quoted text that ends on its line";
    skip_blanks(line);
    if (i + 1 < fields.size() && !line.starts_with(',')) return "no comma follows " + std::string(kHeader[i]);
    if (i + 1 < fields.size()) line.remove_prefix(1);
  }
  return line.empty() ? "" : "there is text after playlistname";
}

class CsvLines final : public LineReader {
 private:
  std::optional<Refusal> read(std::int64_t ordinal, std::string_view line, Sink& sink) override {
    if (ordinal == 0) {
      if (is_playlist_csv(line)) return std::nullopt;
      if (std::string fault = encoding_fault(line); !fault.empty()) return Refusal{std::move(fault)};
      return Refusal{R"(its first line is not "user_id", "artistname", "trackname", "playlistname")"};
    }
    if (line.empty()) return std::nullopt;
    if (begins_row(line)) {
      ++counts_.rows;
      if (const std::string why = fault_of(ordinal, line, sink); !why.empty()) reject(ordinal, "", why, sink);
      is_behind_row_ = true;
    } else if (!is_behind_row_) {
      ++counts_.rows;
      reject(ordinal, "user_id", "the line begins with no quoted id of 32 hex digits", sink);
      is_behind_row_ = true;
    }
    return std::nullopt;
  }

  // Hands a whole row to the sink. Returns the fault of any other row.
  std::string fault_of(std::int64_t ordinal, std::string_view line, Sink& sink) {
    if (std::string fault = encoding_fault(line); !fault.empty()) return fault;
    if (std::string why = take_row(line, fields_); !why.empty()) return why;
    const auto& [user, artist, title, playlist] = fields_;
    if (artist.empty() || title.empty()) return "artistname or trackname is empty";
    list_ = user;
    // Playlists have no id: a user's lists of one name are one list.
    list_.append("\x1f").append(playlist);
    ListRow row;
    row.list = list_;
    row.kind = ListKind::bag;
    row.track.ordinal = ordinal;
    row.track.artist = artist;
    row.track.title = title;
    sink.list_item(row);
    return "";
  }

  std::array<std::string, 4> fields_;
  std::string list_;
  bool is_behind_row_ = false;  // a line that begins no row belongs to the row before it
};

}  // namespace

bool is_playlist_csv(std::string_view first_line) {
  std::string names(first_line);
  std::erase_if(names, [](char c) { return c == ' ' || c == '\r'; });
  if (names.starts_with("\xEF\xBB\xBF")) names.erase(0, 3);
  return names == R"("user_id","artistname","trackname","playlistname")";
}

std::unique_ptr<LineReader> playlist_csv_lines() {
  return std::make_unique<CsvLines>();
}

Outcome read_playlist_csv(std::string_view bytes, Sink& sink) {
  CsvLines reader;
  return read_by_lines(reader, bytes, sink);
}

}  // namespace segue::formats
