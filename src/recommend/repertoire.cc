#include "recommend/repertoire.h"

#include <algorithm>
#include <array>
#include <utility>

#include "signals/group_knn.h"

namespace segue::recommend {
namespace {

constexpr std::array<std::pair<Origin, std::string_view>, 5> kOrigins{{{Origin::saved, "saved"},
                                                                       {Origin::library, "library"},
                                                                       {Origin::playlist, "playlist"},
                                                                       {Origin::artist_album, "artist_album"},
                                                                       {Origin::corpus, "corpus"}}};

std::vector<signals::List> artist_lists(const Repertoire& repertoire) {
  std::vector<signals::List> lists;
  for (const signals::List& list : repertoire.lists) {
    signals::List& artists = lists.emplace_back();
    for (const signals::Item item : list)
      artists.insert(artists.end(), repertoire.artists[item].begin(), repertoire.artists[item].end());
    std::sort(artists.begin(), artists.end());
    artists.erase(std::unique(artists.begin(), artists.end()), artists.end());
  }
  return lists;
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

RepertoireIndex::RepertoireIndex(const Repertoire& repertoire)
    : songs(repertoire.lists, repertoire.size()), artists(artist_lists(repertoire), repertoire.artist_count()) {}

}  // namespace segue::recommend
