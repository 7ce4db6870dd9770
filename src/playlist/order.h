// The songs that a playlist should have.
#pragma once
#include <string>
#include <vector>

#include "music/recording.h"

namespace segue::playlist {

struct Order {
  std::string user;                     // local name
  std::string name;                     // of the playlist
  std::vector<music::Recording> songs;  // best first; a song without a Spotify id is looked up
  std::size_t count = 0;                // wanted songs; those after them replace songs that are left out. 0 = all
  bool dry_run = false;                 // look up and compare, write nothing
  std::size_t wanted() const { return count == 0 ? songs.size() : count; }
};

struct LeftOut {
  music::Recording song;
  std::string why;  // for people
};

}  // namespace segue::playlist
