// How it works: a strict search finds the right song first, but finds nothing for names with certain signs; a plain one
// finds those. An answer is the song if its names fold to the same key and version, so spelling and editions do not
// matter, and its length is near: a cover or a live take is not the song.
#include "playlist/query.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "music/names.h"
#include "spotify/web_api.h"

namespace segue::playlist {
namespace {

constexpr std::int64_t kLengthMayDiffer_ms = 10'000;
constexpr std::size_t kTextMost = 100;  // bytes of a name in a query; longer ones find nothing

// Returns at most kTextMost bytes of the text, cut between characters.
std::string cut(std::string text) {
  std::size_t end = std::min(text.size(), kTextMost);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

// Returns the text in quotes, without its own quotes, which would end the filter.
std::string quoted(std::string text) {
  std::erase(text, '"');
  return "\"" + cut(std::move(text)) + "\"";
}

// "A feat. B" → "A"; "Song (feat. B) [Mix]" → "Song [Mix]".
std::string without_featured(std::string text) {
  constexpr std::array<std::string_view, 6> kWords{"feat. ", "feat ", "ft. ", "ft ", "featuring ", "with "};
  const std::string low = base::lower(text);
  for (const std::string_view word : kWords) {
    for (const char open : {'(', '['}) {
      const std::size_t at = low.find(open + std::string(word));
      if (at == std::string::npos) continue;
      const std::size_t end = low.find(open == '(' ? ')' : ']', at);
      return text.substr(0, at) + (end == std::string::npos ? "" : text.substr(end + 1));
    }
    if (const std::size_t at = low.find(" " + std::string(word)); word != "with " && at != std::string::npos)
      return text.substr(0, at);
  }
  return text;
}

// Replaces signs that the search treats as its own, or that sources write in different ways, by one blank.
std::string plain(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // U+2018, U+2019, U+201C, U+201D: typographic quotes.
    const bool is_quote = c == 0xE2U && text.compare(i, 2, "\xE2\x80") == 0 && i + 2 < text.size() &&
                          std::string_view("\x98\x99\x9C\x9D").find(text[i + 2]) != std::string_view::npos;
    if (c == '\'' || is_quote) {
      if (is_quote) i += 2;
      continue;  // "don't" is found as "dont"
    }
    const bool is_sign = std::string_view("\":;()[]{}*/\\|<>&-").find(text[i]) != std::string_view::npos;
    if (!is_sign && c >= 0x20U && c != ' ')
      out.push_back(text[i]);
    else if (!out.empty() && out.back() != ' ')
      out.push_back(' ');
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return cut(std::move(out));
}

std::string path_of(const std::string& query) {
  return "/v1/search?" + http::form({{"q", query}, {"type", "track"}, {"limit", "10"}});
}

bool has_same_keys(const music::TrackNames& found, const music::TrackNames& wanted) {
  const auto one = music::keys_of(found), other = music::keys_of(wanted);
  return !one.title_key.empty() && one.title_key == other.title_key && one.version_class == other.version_class;
}

}  // namespace

std::vector<std::string> search_paths(const music::Recording& song) {
  std::vector<std::string> paths{path_of(fmt::format("track:{} artist:{}", quoted(song.title), quoted(song.artist)))};
  const std::string title = plain(without_featured(song.title)), artist = plain(without_featured(song.artist));
  if (!title.empty() && !artist.empty()) paths.push_back(path_of(title + " " + artist));
  return paths;
}

bool is_same_song(const formats::WebTrack& found, const music::Recording& song) {
  // Sources name featured artists in the artist, in the title or nowhere, so names are compared with and without them.
  const std::string found_title = without_featured(found.title), found_artist = without_featured(found.artist);
  const std::string title = without_featured(song.title), artist = without_featured(song.artist);
  if (!has_same_keys({found.artist, found.title, found.album, found.id}, {song.artist, song.title, song.album, {}}) &&
      !has_same_keys({found_artist, found_title, found.album, found.id}, {artist, title, song.album, {}}))
    return false;
  if (found.duration_ms == 0 || song.duration_ms == 0) return true;
  return std::abs(found.duration_ms - song.duration_ms) <= kLengthMayDiffer_ms;
}

}  // namespace segue::playlist
