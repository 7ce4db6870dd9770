// Writes the one playlist of the user's that segue keeps: finds it, compares it, and changes it in place.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "playlist/order.h"
#include "spotify/web_api.h"

namespace segue::playlist {

struct WriteOutcome {
  std::string playlist;  // Spotify id; "" in a dry run that would create it
  bool created = false;
  bool changed = false;                 // items or name were (or would be) written
  std::vector<music::Recording> songs;  // the songs in the list, with their ids
  std::vector<LeftOut> left_out;
  std::size_t wanted = 0;         // songs that it should have
  std::size_t before = 0;         // songs of the list before: as last written or as found, the larger number
  std::optional<bool> is_public;  // as Spotify shows it; not set in a dry run that would create it
};

// Writes at most 100 songs. The playlist is, in this order: the one last remembered in the lake, unless Spotify says
// that the library does not hold it; one of the user's own with this name and our mark; a new, private one. Never makes
// a second copy.
//
// A song that is not found, or that Spotify accepts in no list, is replaced by the next in the order. "Full" is the
// number of songs that were asked for or that the list had before, the smaller one. If less than half of it can be had,
// or less than all of it because searches failed, throws Error(upstream) and the old list stays. A list that looks as
// it did after the last write is not written again, even if Spotify shows it otherwise than it was written. Throws as
// WebApi::require does; run the command again to go on.
WriteOutcome write(lake::Lake& lake, spotify::WebApi& api, const base::Clock& clock, const Order& order);

}  // namespace segue::playlist
