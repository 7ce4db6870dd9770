// Makes the searches for a song that came without its id, and decides which answer is that song. Pure.
#pragma once
#include <string>
#include <vector>

#include "formats/web_api.h"
#include "playlist/order.h"

namespace segue::playlist {

// Returns the paths of the searches, the stricter first. The first has title and artist in field filters, which find
// nothing if a name has an apostrophe, a colon or a bracket. The second has no filters, no such signs and no featured
// artists.
std::vector<std::string> search_paths(const music::Recording& song);

// Returns whether the folded names are one recording, with or without featured artists, and the lengths agree within 10
// s if both are known.
bool is_same_song(const formats::WebTrack& found, const music::Recording& song);

}  // namespace segue::playlist
