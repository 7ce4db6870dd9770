// Spotify's histories, extended and of the account data: a list of rows, or a row a line. Each row says itself what it
// is, so that lists that somebody joined are read rightly.
#include <fmt/core.h>

#include "formats/json_lines.h"
#include "formats/readers.h"
#include "formats/spotify_rows.h"
#include "music/names.h"

namespace segue::formats {
namespace {

constexpr std::int64_t kHalfMinuteMs = 30'000;

// "2026-01-02 03:04", UTC, the end of the play; it stands at the minute's 30th second. Programs that saved the file
// again add :00 and a zone.
base::Instant minute_of(std::string_view text) {
  using Verdict = base::WrittenTime::Verdict;
  const auto wrong = [&](const char* why) {
    return RowFault{"endTime", fmt::format("\"{}\" is no time {}", text.substr(0, 40), why)};
  };
  const base::WrittenTime written = base::read_written_time(text);
  if (written.verdict == Verdict::other_years) throw wrong("from 1970 to 9999");
  if (written.verdict == Verdict::no_such_time) throw wrong("as 2026-01-02 03:04: there is no such day or hour");
  if (written.verdict == Verdict::no_time || base::to_ms(written.at) % (2 * kHalfMinuteMs) != 0)
    throw wrong("as 2026-01-02 03:04");
  return written.at + base::Millis{kHalfMinuteMs};
}

// A title without its artist is loaded, of unknown kind, and nothing learns from it.
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

void read_row(std::int64_t ordinal, JsonObject object, bool video, bool is_account_file, Sink& sink) {
  ExtendedRow row;
  AccountRow account;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (!take_extended(row, key, value)) take_account(account, key, value);
  });
  const bool is_extended = !row.ts.empty() || row.play.ms_played;
  if (!is_extended && (account.is_one || is_account_file)) return finish_account(account, ordinal, sink);
  row.play.ordinal = ordinal;
  row.play.source = music::Source::exported;
  finish_extended(row, video, sink);
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
  play.precision_ms = 60'000;
  play.ms_played = played_ms(row.ms_played, "msPlayed");
  play.instant = minute_of(row.end);
  name_account_row(row, play);
  sink.play(play);
}

Outcome read_spotify_history(Format format, std::string_view name, std::string_view bytes, Sink& sink) {
  const bool video = name.find("Video") != std::string_view::npos || name.find("endvideo") != std::string_view::npos;
  const bool is_account_file = format != Format::spotify_extended;
  const auto row = [&](std::int64_t ordinal, JsonObject object) {
    read_row(ordinal, object, video, is_account_file, sink);
  };
  if (begins_with_row(bytes, {"ms_played", "msPlayed"})) {
    const auto lines = json_lines(BrokenLines::refuse_all,
                                  [&](std::int64_t ordinal, JsonObject object, Sink&) { row(ordinal, object); });
    return read_by_lines(*lines, bytes, sink);
  }
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    JsonType type{};
    require(document.type().get(type));
    if (type == JsonType::object)
      throw OtherMatter(
          "a streaming history is a list, this is an object. Rows that stand one after another become a list by "
          "`jq -s . FILE > list.json`");
    return each_row(top_array(document, "a streaming history"), 0, sink, row);
  });
}

}  // namespace segue::formats
