// A listener at one date, by numbers of a repertoire.
#pragma once
#include <cstdint>
#include <vector>

#include "signals/item.h"

namespace segue::recommend {

struct PlayedSong {
  signals::Item item = 0;
  double weight = 0;  // greater than 0; the greatest is 1
  std::int64_t plays = 0;
};

struct Listener {
  std::vector<PlayedSong> taste;  // best first
  std::vector<bool> heard;        // by item
};

}  // namespace segue::recommend
