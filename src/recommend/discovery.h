// How much a listener seeks new artists.
#pragma once
#include <span>

#include "recommend/repertoire.h"

namespace segue::recommend {

// Returns which share of the 200 songs that were heard first last were by artists of whom nothing was heard before,
// from 0.2 to 0.8, so that a list is never of one kind alone; 0.5 for fewer than 50 songs. `plays` has the oldest play
// first.
double discovery_share(const Repertoire& repertoire, std::span<const signals::Item> plays);

}  // namespace segue::recommend
