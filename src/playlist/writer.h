// The one playlist of the user's that segue keeps: found, compared, written in place.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "playlist/song.h"
#include "spotify/web_api.h"

namespace segue::playlist {

struct Outcome {
  std::string playlist;  // Spotify id; "" in a dry run that would create it
  bool created = false;
  bool changed = false;     // items or name were (or would be) written
  std::vector<Song> songs;  // those in the list, with their ids
  std::vector<LeftOut> left_out;
  std::size_t wanted = 0;         // songs that it was to hold
  std::size_t before = 0;         // songs of the list before: last written there, or standing there, if more
  std::optional<bool> is_public;  // as Spotify shows it; not said in a dry run that would create it
};

// At most 100 songs. The playlist is, in this order: the one last remembered in the lake, unless Spotify says that the
// library does not hold it; one of the user's own with this name and our mark; a new, private one. Never a second copy.
//
// A song that is not found, or that Spotify takes in no list, is left out, the next in the order comes in its place.
// Where fewer than half as many songs can be had as were asked for and as the list held before, or fewer at all because
// searches failed, the old list stays: Error(upstream). What was written last and looks as it did then is not written
// again, though Spotify shows it otherwise than it was written. Throws as WebApi::require does; run it again to go on.
Outcome write(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order);

}  // namespace segue::playlist
