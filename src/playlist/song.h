// The songs that a playlist should have.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace segue::playlist {

struct Song {
  std::string recording_key, artist, title, album;
  std::string spotify_id;        // "" = to be looked up
  std::int64_t duration_ms = 0;  // 0 = not known
};

struct Order {
  std::string user;         // local name
  std::string name;         // of the playlist
  std::vector<Song> songs;  // best first
  std::size_t count = 0;    // wanted songs; those after them replace songs that are left out. 0 = all
  bool dry_run = false;     // look up and compare, write nothing
  std::size_t wanted() const { return count == 0 ? songs.size() : count; }
};

struct LeftOut {
  Song song;
  std::string why;  // for people
};

}  // namespace segue::playlist
