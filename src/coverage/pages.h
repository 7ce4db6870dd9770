// Pages of recently played tracks, reduced to what coverage needs: which plays each page shows, and its Date.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "base/time.h"

namespace segue::coverage {

// One item of a page. `track` is the caller's number for the track's URI.
struct Sighting {
  std::uint32_t track = 0;
  base::Instant played_at;
  auto operator<=>(const Sighting&) const = default;
};

// A page that came whole. `date` is the server's Date header (whole seconds). `content` is an index into
// Pages::contents; pages with equal bodies share one.
struct ShownPage {
  base::Instant date;
  std::size_t content = 0;
};

// All pages of one listener. The order of pages and of items has no meaning.
struct Pages {
  std::vector<ShownPage> pages;
  std::vector<std::vector<Sighting>> contents;
};

}  // namespace segue::coverage
