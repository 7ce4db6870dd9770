// Reads Spotify's histories, the extended one and that of the account data: a list of rows, or a row a line. How it
// works: members of both histories are collected from each row, and these members decide what the row is, so that lists
// that somebody joined are read correctly. Other shapes that programs make are refused with the cure.
#include <fmt/core.h>

#include "base/text.h"
#include "formats/json_document.h"
#include "formats/json_lines.h"
#include "formats/readers.h"
#include "formats/spotify_rows.h"
#include "music/names.h"

namespace segue::formats {
namespace {

// Sets the play's end from "2026-01-02 03:04" (UTC), at the minute's 30th second. Programs that saved the file again
// add :00 and a zone.
void set_minute(PlayRow& play, std::string_view text) {
  constexpr const char* kShape = "2026-01-02 03:04";
  constexpr std::int32_t kMinuteMs = 60'000;
  set_time(play, text, "endTime", kShape);
  if (play.precision_ms == kMinuteMs) return;
  if (base::to_ms(play.instant) % kMinuteMs != 0)
    throw RowFault{"endTime", fmt::format("\"{}\" is not a time such as {}", text.substr(0, 40), kShape)};
  play.instant += base::Millis{kMinuteMs / 2};
  play.precision_ms = kMinuteMs;
}

// Sets names and kind. A title without its artist is loaded with an unknown kind, and nothing learns from it.
void name_account_row(const AccountRow& row, PlayRow& play) {
  const auto be = [&](music::Kind kind, std::string_view artist, std::string_view title) {
    play.artist = artist;
    play.title = title;
    play.kind = music::said_artist(artist).empty() || music::said_title(title).empty() ? music::Kind::unknown : kind;
  };
  if (row.title.empty() && !row.episode.empty()) return be(music::Kind::podcast, row.show, row.episode);
  if (row.title.empty() && !row.book.empty()) return be(music::Kind::audiobook, row.author, row.book);
  be(music::Kind::music, row.artist.empty() ? row.show.empty() ? row.author : row.show : row.artist, row.title);
}

void read_row(std::int64_t ordinal, JsonMembers object, bool video, bool is_account_file, Sink& sink) {
  ExtendedRow row;
  AccountRow account;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (!take_extended(row, key, value)) take_account(account, key, value);
  });
  // A row with members of neither history is read as the file's format says.
  const bool is_extended = !row.ts.empty() || row.play.ms_played;
  if (!is_extended && (account.is_one || is_account_file)) return finish_account(account, ordinal, sink);
  row.play.ordinal = ordinal;
  row.play.source = music::Source::exported;
  finish_extended(row, video, sink);
}

constexpr const char* kObject = "a streaming history is a list, but this is an object. ";

// Returns whether the bytes are a list that lost its brackets: "{…}, {…}".
bool has_commas_between(std::string_view bytes) {
  const std::string_view text = base::trimmed(bytes);
  if (!text.starts_with('{')) return false;
  const std::size_t end = text.find_first_of("{}[", 1);
  const bool is_row = end != std::string_view::npos && text[end] == '}';
  return text.ends_with(',') || (is_row && base::trimmed(text.substr(end + 1, 64)).starts_with(','));
}

// Refuses an object in place of a list, with the cure: several rows, a list inside, or columns as pandas writes them.
[[noreturn]] void refuse_object(JsonMembers object) {
  std::string cure = "`jq -s . FILE > list.json` makes a list of rows that follow one another";
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (type_of(value) == JsonType::array)
      cure = fmt::format("`jq '.\"{}\"' FILE > list.json` takes the list out of it", key);
    else if (type_of(value) == JsonType::object)
      cure = "These look like columns from pandas: `to_json(FILE, orient=\"records\")` writes rows";
  });
  throw OtherMatter(kObject + cure);
}

// Returns whether the list holds lists: `jq -s .` over several files makes one list of all their lists.
bool holds_lists(std::string_view bytes) {
  std::string begin;
  for (const char c : bytes.substr(0, 64))
    if (c == '[' || c == '{') begin += c;
  return begin.starts_with("[[");
}

}  // namespace

void take_account(AccountRow& row, std::string_view key, JsonValue value) {
  if (key == "endTime") {
    row.is_one = true;
    row.end = text_of(value, key);
  } else if (key == "msPlayed") {
    row.is_one = true;
    row.ms_played = whole_number_of(value, key);
  } else if (key == "artistName") {
    row.artist = text_of(value, key);
  } else if (key == "trackName") {
    row.title = text_of(value, key);
  } else if (key == "podcastName") {
    row.show = text_of(value, key);
  } else if (key == "episodeName") {
    row.episode = text_of(value, key);
  } else if (key == "authorName") {
    row.author = text_of(value, key);
  } else if (key == "audiobookName") {
    row.book = text_of(value, key);
  }
}

void finish_account(const AccountRow& row, std::int64_t ordinal, Sink& sink) {
  PlayRow play;
  play.ordinal = ordinal;
  play.source = music::Source::account;
  play.ms_played = played_ms(row.ms_played, "msPlayed");
  set_minute(play, row.end);
  name_account_row(row, play);
  sink.play(play);
}

Outcome read_spotify_history(Format format, std::string_view name, std::string_view bytes, Sink& sink) {
  const bool video = name.find("Video") != std::string_view::npos || name.find("endvideo") != std::string_view::npos;
  const bool is_account_file = format != Format::spotify_extended;
  const auto row = [&](std::int64_t ordinal, JsonMembers object) {
    read_row(ordinal, object, video, is_account_file, sink);
  };
  if (begins_with_row(bytes, {"ms_played", "msPlayed"})) {
    const auto lines = json_lines(BrokenLines::refuse_all,
                                  [&](std::int64_t ordinal, JsonMembers object, Sink&) { row(ordinal, object); });
    return read_by_lines(*lines, bytes, sink);
  }
  if (has_commas_between(bytes))
    return {{},
            Refusal{std::string(kObject) +
                    "Write a `[` before the first row and a `]` after the last one to make a list of them"}};
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    JsonType type{};
    require(document.type().get(type));
    if (type == JsonType::object) refuse_object(top_object(document, "a row"));
    if (holds_lists(bytes))
      throw OtherMatter("its list contains lists. `jq add FILE > list.json` makes one list of their rows");
    return each_row(top_array(document, "a streaming history"), 0, sink, row);
  });
}

}  // namespace segue::formats
