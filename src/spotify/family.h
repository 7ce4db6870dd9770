// Which calls Spotify is taken to count together, and which of them go first.
#pragma once
#include <array>
#include <string_view>

namespace segue::spotify {

// Calls of one family share a ledger line and a breaker. Spotify names no such groups: these follow what others
// measured (one catalogue endpoint spent while playlists still answered).
enum class Family {
  recently_played,
  playlists_read,
  playlists_write,
  library,  // saved and followed
  top,
  search,
  tracks,
  albums,
  artists,
  artist_albums,
  me,
  other
};
inline constexpr std::array kFamilies{Family::recently_played,
                                      Family::playlists_read,
                                      Family::playlists_write,
                                      Family::library,
                                      Family::top,
                                      Family::search,
                                      Family::tracks,
                                      Family::albums,
                                      Family::artists,
                                      Family::artist_albums,
                                      Family::me,
                                      Family::other};

// The order of what quota is spent on.
enum class Lane { capture, playlist, library, metadata };

// `path` with or without its query: "/v1/me/playlists?limit=50".
Family family_of(std::string_view method, std::string_view path);
// A search looks a song up for a playlist, so it goes before metadata; it stands one lane below the playlist, so that
// searches leave room for the write that they are made for.
Lane lane_of(Family family);

std::string_view name_of(Family family);     // "artist_albums"
Family family_named(std::string_view name);  // `other` for a name that this segue does not know
std::string_view name_of(Lane lane);

}  // namespace segue::spotify
