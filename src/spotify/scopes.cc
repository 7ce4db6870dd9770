#include "spotify/scopes.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <utility>

namespace segue::spotify {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kUses{
    {{"user-read-recently-played", "`segue poll`: no play is captured"},
     {"user-library-read", "`segue enrich`: saved tracks"},
     {"user-top-read", "`segue enrich`: top tracks and artists"},
     {"user-follow-read", "`segue enrich`: followed artists"},
     {"playlist-read-private", "`segue playlist` and `segue enrich`: your private playlists"},
     {"playlist-read-collaborative", "`segue enrich`: collaborative playlists"},
     {"playlist-modify-private", "`segue playlist`: the weekly list"}}};

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

}  // namespace

std::vector<std::string> missing_scopes(std::string_view asked, std::string_view granted) {
  const auto has = words_of(granted);
  if (has.empty()) return {};
  std::vector<std::string> missing = words_of(asked);
  std::erase_if(missing, [&](const std::string& one) { return std::find(has.begin(), has.end(), one) != has.end(); });
  return missing;
}

std::string with_its_use(const std::string& scope) {
  for (const auto& [name, use] : kUses)
    if (name == scope) return fmt::format("{} ({})", scope, use);
  return scope;
}

}  // namespace segue::spotify
