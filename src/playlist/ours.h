// Which of the user's playlists is the one that segue keeps, and what stands in it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "formats/web_api.h"
#include "spotify/web_api.h"

namespace segue::playlist {

// How segue knows a playlist as its own where the lake has forgotten it: the description begins so.
inline constexpr const char* kMark = "Made by segue";

// The playlist of the id that the lake remembers ("" = none), whatever its owner, name or description say now; else one
// of the user's own with this name and our mark. Nothing only where Spotify says so: the library does not hold the
// remembered one (absence from the list alone proves nothing), and two readings of the list show no marked one. Throws
// as WebApi::require does.
std::optional<formats::WebPlaylist> find_ours(spotify::WebApi& api, const std::string& name,
                                              const std::string& remembered);

// One of the user's own with this name and our mark, in one reading of the list.
std::optional<formats::WebPlaylist> find_marked(spotify::WebApi& api, const std::string& name);

std::vector<formats::WebItem> items_of(spotify::WebApi& api, const std::string& playlist);

}  // namespace segue::playlist
