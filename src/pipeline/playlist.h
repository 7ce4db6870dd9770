// The step `playlist`: writes recommendations to the listener's one playlist at Spotify.
#pragma once
#include <cstddef>

#include "pipeline/home.h"
#include "playlist/writer.h"

namespace segue::pipeline {

struct PlaylistFlags {
  std::size_t count = 0;  // songs; 0 = the configured number
  bool dry_run = false;   // say what would be written, write nothing
};

// Throws Error(input) with advice when there is nothing to recommend, else as playlist::write and recommend() do.
playlist::WriteOutcome write_playlist(Home& home, const PlaylistFlags& flags);

}  // namespace segue::pipeline
