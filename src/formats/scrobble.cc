#include "formats/scrobble.h"

#include <fmt/core.h>

#include "base/text.h"
#include "music/names.h"

namespace segue::formats {

void set_second(PlayRow& play, std::optional<std::int64_t> seconds, std::string_view field) {
  if (!seconds) throw RowFault{std::string(field), "a time in Unix seconds is expected"};
  if (*seconds <= 0 || *seconds >= kEndOf9999Ms / 1000) {
    const bool is_millis = *seconds > 0 && *seconds < kEndOf9999Ms;
    throw RowFault{std::string(field),
                   fmt::format("{} is not a time from 1970 to 9999{}", *seconds,
                               is_millis ? ": it looks like milliseconds, but seconds are expected" : "")};
  }
  play.instant = base::from_ms(*seconds * 1000);
  play.precision_ms = 1000;
  play.time_field = field;
}

void set_millis(PlayRow& play, std::optional<std::int64_t> millis, std::string_view field) {
  if (!millis) throw RowFault{std::string(field), "a time in Unix milliseconds is expected"};
  if (*millis <= 0 || *millis >= kEndOf9999Ms)
    throw RowFault{std::string(field), fmt::format("{} is not a time from 1970 to 9999", *millis)};
  play.instant = base::from_ms(*millis);
  play.precision_ms = 1000;
  play.time_field = field;
}

bool names_hearts(std::string_view name) {
  std::string letters, words = " ";
  for (const char c : base::lower(name)) {
    const bool is_letter = c >= 'a' && c <= 'z';
    if (is_letter) letters += c;
    words += is_letter ? c : ' ';
  }
  words += ' ';
  return letters.find("lovedtrack") != std::string::npos || words.find(" loved ") != std::string::npos;
}

void name_kind(PlayRow& play) {
  play.artist = music::said_artist(play.artist);
  play.title = music::said_title(play.title);
  play.album = music::said_title(play.album);
  play.kind = play.artist.empty() || play.title.empty() ? music::Kind::unknown : music::Kind::music;
}

void finish_scrobble(PlayRow& play, music::Source source, std::string_view title_field) {
  if (play.title.empty()) throw RowFault{std::string(title_field), "a title is expected, but there is none"};
  play.source = source;
  play.basis = music::TimeBasis::start;
  name_kind(play);
}

}  // namespace segue::formats
