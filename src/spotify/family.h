// Groups the calls of the Web API into families, which Spotify is assumed to count together, and lanes, which say what
// goes first.
#pragma once
#include <array>
#include <string_view>

namespace segue::spotify {

// Calls of one family share a count and a breaker. Spotify documents no such groups; these follow what others measured
// (one catalogue endpoint was exhausted while playlists still answered).
enum class Family {
  recently_played,
  playlists_read,
  playlists_write,
  library,  // saved tracks and albums, followed artists
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

// The order in which the quota is spent, most important first.
enum class Lane { capture, playlist, library, metadata };

// `path` may have a query: "/v1/me/playlists?limit=50".
Family family_of(std::string_view method, std::string_view path);
// A search looks up a song for a playlist, so it goes before metadata. It is one lane below the playlist, so that
// searches leave room for the write that they are made for.
Lane lane_of(Family family);

std::string_view name_of(Family family);     // "artist_albums"
Family family_named(std::string_view name);  // returns `other` for an unknown name
std::string_view name_of(Lane lane);

}  // namespace segue::spotify
