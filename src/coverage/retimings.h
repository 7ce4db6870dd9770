// Finds plays that Spotify now shows at another time than before.
#pragma once
#include <vector>

#include "coverage/pages.h"

namespace segue::coverage {

// `later` is the same play as `earlier`, which was shown first; Spotify corrected its time.
struct Retiming {
  Sighting later, earlier;
  auto operator<=>(const Retiming&) const = default;
};

// Two times of one track that are further apart are never one play.
inline constexpr std::chrono::minutes kNear{5};
// Spotify lists only plays of more than 30 s, so two plays of one track end further apart than this.
inline constexpr std::chrono::seconds kShortestListed{30};

// Two near sightings of one track are one play if no page shows both, and a page that first shows the newcomer lacks
// the other although it reaches back behind it: the page still shows something older that was known no later (or, if
// the two are less than 30 s apart, anything else known no later). A later stale page may show the first time again.
// Sorted by (later, earlier). A play that was corrected several times leads to its first sighting.
std::vector<Retiming> retimings(const Pages& pages);

}  // namespace segue::coverage
