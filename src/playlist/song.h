// What is to stand in the playlist.
#pragma once
#include <cstdint>
#include <string>

namespace segue::playlist {

struct Song {
  std::string recording_key, artist, title, album;
  std::string spotify_id;        // "" = to be looked up
  std::int64_t duration_ms = 0;  // 0 = not known
};

}  // namespace segue::playlist
