// The songs that corpora and the warehouse name, by number, and the lists that they are in.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "music/recording.h"
#include "signals/list_index.h"

namespace segue::recommend {

// Where a song that may be recommended comes from.
enum class Origin : std::uint8_t { none, saved, library, playlist, artist_album, corpus };
std::string_view text_of(Origin origin);
// Returns Origin::none for another word.
Origin origin_of(std::string_view text);

struct Repertoire {
  std::vector<music::Recording> songs;              // by item
  std::vector<Origin> origins;                      // of each song; none = it is never recommended
  std::vector<std::vector<std::uint32_t>> artists;  // of each song: numbers of all credited artists, its own first
  std::vector<std::uint32_t> albums;                // of each song; signals::Groups::kNone = not known
  std::vector<signals::List> lists;                 // no list has a song twice

  std::size_t size() const { return songs.size(); }
  std::size_t artist_count() const;  // the greatest number of an artist + 1
  std::size_t album_count() const;
  // Returns whether any artist who is credited on the song is among `artists`, which has a flag for each number.
  bool credits_any_of(signals::Item item, const std::vector<bool>& artists) const;
  // Returns a flag for each artist: whether one of these songs, a flag for each item, credits the artist.
  std::vector<bool> artists_of(const std::vector<bool>& songs) const;
};

// The lists of a repertoire by song, and in how many of them each artist is.
struct RepertoireIndex {
  explicit RepertoireIndex(const Repertoire& repertoire);
  signals::ListIndex songs;
  std::vector<std::uint32_t> lists_of_artists;
};

}  // namespace segue::recommend
