// The Dates of the first and the last page that show each sighting.
#pragma once
#include <unordered_map>

#include "coverage/pages.h"

namespace segue::coverage {

struct SightingHash {
  std::size_t operator()(const Sighting& sighting) const;
};
struct SeenDates {
  base::Instant first, last;
};

class FirstSeen {
 public:
  explicit FirstSeen(const Pages& pages);
  // `sighting` must be on one of the pages.
  SeenDates dates(const Sighting& sighting) const { return dates_.at(sighting); }
  const auto& all() const { return dates_; }

 private:
  std::unordered_map<Sighting, SeenDates, SightingHash> dates_;
};

// False if the sighting claims to be newer than the page that first shows it, as a wrong clock makes it. One second is
// allowed: HTTP dates are whole seconds, so a play may be newer than its page by a part of a second.
inline bool is_evidence(const Sighting& sighting, base::Instant first_seen) {
  return sighting.played_at <= first_seen + std::chrono::seconds{1};
}

}  // namespace segue::coverage
