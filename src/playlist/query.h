// What Spotify is asked where a song came without its id, and which answer is that song. Pure.
#pragma once
#include <string>
#include <vector>

#include "formats/web_api.h"
#include "playlist/song.h"

namespace segue::playlist {

// Paths of searches, the stricter first. The first names title and artist in field filters, which find nothing where a
// name holds an apostrophe, a colon or a bracket; the second has neither filters nor such signs, and no featured
// artist.
std::vector<std::string> search_paths(const Song& song);

// Folded names make the same recording (the featured artists of either side aside), and the lengths agree within 10 s
// where both are known.
bool is_same_song(const formats::WebTrack& found, const Song& song);

}  // namespace segue::playlist
