#include "recommend/repertoire.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <utility>

#include "signals/group_knn.h"

namespace segue::recommend {
namespace {

constexpr std::array<std::pair<Origin, std::string_view>, 5> kOrigins{{{Origin::saved, "saved"},
                                                                       {Origin::library, "library"},
                                                                       {Origin::playlist, "playlist"},
                                                                       {Origin::artist_album, "artist_album"},
                                                                       {Origin::corpus, "corpus"}}};

std::vector<std::uint32_t> count_artists(const Repertoire& repertoire) {
  std::vector<std::uint32_t> counts(repertoire.artist_count(), 0);
  for (const signals::List& list : repertoire.lists) {
    std::unordered_set<std::uint32_t> artists;
    for (const signals::Item item : list)
      artists.insert(repertoire.artists[item].begin(), repertoire.artists[item].end());
    for (const std::uint32_t artist : artists) ++counts[artist];
  }
  return counts;
}

}  // namespace

std::string_view text_of(Origin origin) {
  for (const auto& [one, text] : kOrigins)
    if (one == origin) return text;
  return "";
}

Origin origin_of(std::string_view text) {
  for (const auto& [origin, name] : kOrigins)
    if (name == text) return origin;
  return Origin::none;
}

std::size_t Repertoire::artist_count() const {
  std::size_t count = 0;
  for (const auto& all : artists)
    for (const std::uint32_t artist : all) count = std::max(count, artist + std::size_t{1});
  return count;
}

std::size_t Repertoire::album_count() const {
  std::size_t count = 0;
  for (const std::uint32_t album : albums)
    if (album != signals::Groups::kNone) count = std::max(count, album + std::size_t{1});
  return count;
}

bool Repertoire::credits_any_of(signals::Item item, const std::vector<bool>& known) const {
  return std::any_of(artists[item].begin(), artists[item].end(), [&](std::uint32_t artist) { return known[artist]; });
}

std::vector<bool> Repertoire::artists_of(const std::vector<bool>& flags) const {
  std::vector<bool> credited(artist_count(), false);
  for (signals::Item item = 0; item < size(); ++item)
    if (flags[item])
      for (const std::uint32_t artist : artists[item]) credited[artist] = true;
  return credited;
}

RepertoireIndex::RepertoireIndex(const Repertoire& repertoire)
    : songs(repertoire.lists, repertoire.size()), lists_of_artists(count_artists(repertoire)) {}

}  // namespace segue::recommend
