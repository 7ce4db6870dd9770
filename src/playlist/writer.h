// The one playlist of the user's that segue keeps: found, compared, written in place.
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "playlist/song.h"
#include "playlist/written.h"
#include "spotify/web_api.h"

namespace segue::playlist {

struct Order {
  std::string user;  // local name
  std::string name;  // of the playlist
  std::vector<Song> songs;
  bool dry_run = false;  // look up and compare, write nothing
};

struct Outcome {
  std::string playlist;  // Spotify id; "" in a dry run that would create it
  bool created = false;
  bool changed = false;     // items or name were (or would be) written
  std::vector<Song> songs;  // those in the list, with their ids
  std::size_t unresolved = 0;
};

// How segue knows a playlist as its own where the lake has forgotten it: the description begins so.
inline constexpr const char* kMark = "Made by segue";

// At most 100 songs. The playlist is, in this order: the one last remembered in the lake, if the user still has it; one
// of the user's own with this name and our mark; a new, private one. Never a second copy. Throws as WebApi::require
// does; run it again to go on: every write is a whole replacement, and the creation leaves a mark.
Outcome write(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order);

}  // namespace segue::playlist
