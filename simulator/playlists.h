// Playlists: made up for listeners at the start, and changed through the API afterwards.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "simulator/catalogue.h"
#include "simulator/listeners.h"

namespace segue::simulator {

// A playlist as a listener would make it: one or two scenes, in an order, 10 to 80 tracks.
struct MadeUpPlaylist {
  std::string name;
  std::vector<std::size_t> tracks;
};
MadeUpPlaylist make_up_playlist(const Catalogue& catalogue, const Taste& taste, Rng& rng);

struct PlaylistEntry {
  std::size_t track = 0;
  base::Instant added_at;
};

struct Playlist {
  std::string id, name, description;
  std::string owner_id, owner_name;
  bool is_public = false, collaborative = false;
  std::vector<PlaylistEntry> items;
  int revision = 1;  // counts changes of items

  // Changes with every change of the items.
  std::string snapshot_id() const;
};

}  // namespace segue::simulator
