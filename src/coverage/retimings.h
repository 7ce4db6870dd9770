// Plays that Spotify shows at another time than before.
#pragma once
#include <vector>

#include "coverage/pages.h"

namespace segue::coverage {

// `later` is `earlier` (the one shown first) once more, its time corrected.
struct Retiming {
  Sighting later, earlier;
  auto operator<=>(const Retiming&) const = default;
};

// Times of one track further apart are never one play.
inline constexpr std::chrono::minutes kNear{5};
// Spotify's list holds plays of more than 30 s: two plays of one track end further apart.
inline constexpr std::chrono::seconds kShortestListed{30};

// Two near sightings of one track are one play when no page shows both and the page that first shows the newcomer lacks
// the other although it reaches back behind it: it still shows something older that was known no later (or, of two less
// than 30 s apart, anything else known no later). A stale page may show the first time again. By (later, earlier); a
// chain of corrections leads to its first sighting.
std::vector<Retiming> retimings(const Pages& pages);

}  // namespace segue::coverage
