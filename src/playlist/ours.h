// Finds the playlist that segue keeps among the user's, and reads its entries.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "formats/web_api.h"
#include "spotify/web_api.h"

namespace segue::playlist {

// The description begins so. By it segue knows its own playlist if the lake has forgotten the id.
inline constexpr const char* kMark = "Made by segue";

// Returns the playlist with the id that the lake remembers ("" = none), whatever its owner, name or description are
// now; else one of the user's own with this name and our mark. Returns nothing only if Spotify says that the library
// does not hold the remembered playlist (absence from the list proves nothing), and two readings of the list show no
// marked one. Throws as WebApi::require does.
std::optional<formats::WebPlaylist> find_ours(spotify::WebApi& api, const std::string& name,
                                              const std::string& remembered);

// Returns one of the user's own playlists with this name and our mark, from one reading of the list.
std::optional<formats::WebPlaylist> find_marked(spotify::WebApi& api, const std::string& name);

std::vector<formats::WebItem> items_of(spotify::WebApi& api, const std::string& playlist);

}  // namespace segue::playlist
