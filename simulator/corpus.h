// Writes the other listeners' playlists in the form of a slice of the Million Playlist Dataset.
#pragma once
#include <string>

#include "simulator/world.h"

namespace segue::simulator {

// Returns JSON text. Playlist n is always the same, whatever `count` is; none is the demo user's.
std::string corpus_slice(World& world, std::size_t count);

}  // namespace segue::simulator
