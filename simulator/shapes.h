// The JSON of things in the Web API, in the form of development mode since February 2026: without removed fields, and
// with renamed fields under their new names only.
#pragma once
#include <optional>
#include <string>

#include "http/client.h"
#include "simulator/json.h"
#include "simulator/world.h"

namespace segue::simulator {

Json artist_simple(const Catalogue& catalogue, std::size_t artist);
Json artist_full(const Catalogue& catalogue, std::size_t artist);
Json album_simple(const Catalogue& catalogue, std::size_t album);
// Leaves out `tracks`, which is a page.
Json album_full(const Catalogue& catalogue, std::size_t album);
// `market`: whether the caller named one; then the track has is_playable.
Json track_simple(const Catalogue& catalogue, std::size_t track, bool market);
Json track_full(const Catalogue& catalogue, std::size_t track, bool market);
// A listener's local file, as the list shows it: nearly all fields are null.
Json local_track(const Play& play);
std::string local_uri(const Play& play);
// Leaves out `items`.
Json playlist_head(const Playlist& playlist);
Json playlist_entry(const Catalogue& catalogue, const Playlist& playlist, const PlaylistEntry& entry, bool market);
// `uri` "" gives null.
Json context_of(const std::string& uri);

std::string seconds_text(base::Instant t);  // "2026-01-02T03:04:05Z"
std::string_view text_of(AlbumType type);

// Returns a page: {href, items, limit, next, offset, previous, total}.
struct Window {
  int limit = 20;
  int offset = 0;
};
struct PageAddress {
  std::string path;   // "http://127.0.0.1:1/v1/me/tracks"
  std::string extra;  // further query fields, encoded, without '&' at its ends
};
Json page(const PageAddress& address, const Window& window, std::size_t total, Json items);

}  // namespace segue::simulator
