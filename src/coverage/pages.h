// Pages of recently played tracks as coverage sees them: who was shown, when the page was given.
#pragma once
#include <compare>
#include <cstdint>
#include <vector>

#include "base/time.h"

namespace segue::coverage {

// An item of a page. `track` is the caller's number for its URI.
struct Sighting {
  std::uint32_t track = 0;
  base::Instant played_at;
  auto operator<=>(const Sighting&) const = default;
};

// A page that came whole. `date` is the server's Date header (whole seconds), `content` an index into contents: pages
// with equal bodies share one.
struct Page {
  base::Instant date;
  std::size_t content = 0;
};

// Everything that one listener was ever shown. The order of pages and of items means nothing.
struct Pages {
  std::vector<Page> pages;
  std::vector<std::vector<Sighting>> contents;
};

}  // namespace segue::coverage
