// Makes up names of artists, songs, albums and playlists. Any likeness to real ones is chance.
#pragma once
#include <string>
#include <string_view>

#include "simulator/random.h"

namespace segue::simulator {

constexpr std::size_t scene_count = 12;

std::string_view scene_name(std::size_t scene);
std::string artist_name(Rng& rng, std::size_t scene);
std::string song_title(Rng& rng, std::size_t scene);
std::string album_title(Rng& rng, std::size_t scene);
std::string playlist_name(Rng& rng, std::size_t scene);
std::string person_name(Rng& rng);

// Returns lower-case ASCII words separated by single blanks, without marks on Latin letters. For search and for
// distinguishing names.
std::string folded(std::string_view text);

}  // namespace segue::simulator
