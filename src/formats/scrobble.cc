#include "formats/scrobble.h"

#include <fmt/core.h>

#include <charconv>

#include "formats/json_fields.h"
#include "music/names.h"

namespace segue::formats {

std::optional<std::int64_t> number_in(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

base::Instant second_of(std::optional<std::int64_t> seconds, std::string_view field) {
  constexpr std::int64_t kNewestSecond = 253'402'300'799;  // the end of year 9999
  if (!seconds) throw RowFault{std::string(field), "a time in Unix seconds is expected"};
  if (*seconds <= 0 || *seconds > kNewestSecond)
    throw RowFault{std::string(field), fmt::format("{} is no time from 1970 to 9999", *seconds)};
  return base::from_ms(*seconds * 1000);
}

bool names_hearts(std::string_view name) {
  std::string letters;
  for (const char c : name)
    if (c >= 'A' && c <= 'Z')
      letters += static_cast<char>(c + 32);
    else if (c >= 'a' && c <= 'z')
      letters += c;
  return letters.find("lovedtrack") != std::string::npos;
}

void name_kind(PlayRow& play) {
  play.artist = music::said_artist(play.artist);
  play.title = music::said_title(play.title);
  play.album = music::said_title(play.album);
  play.kind = play.artist.empty() || play.title.empty() ? music::Kind::unknown : music::Kind::music;
}

void finish_scrobble(PlayRow& play, music::Source source, std::string_view title_field) {
  if (play.title.empty()) throw RowFault{std::string(title_field), "a title is expected, there is none"};
  play.source = source;
  play.basis = music::TimeBasis::start;
  name_kind(play);
}

}  // namespace segue::formats
