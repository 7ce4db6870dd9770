// When each sighting was shown for the first and the last time.
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
  // Of a sighting that stands on one of the pages.
  SeenDates dates(const Sighting& sighting) const { return dates_.at(sighting); }
  const auto& all() const { return dates_; }

 private:
  std::unordered_map<Sighting, SeenDates, SightingHash> dates_;
};

// HTTP dates are whole seconds, so a play of that second may be newer than its page.
inline bool is_evidence(const Sighting& sighting, base::Instant first_seen) {
  return sighting.played_at <= first_seen + std::chrono::seconds{1};
}

}  // namespace segue::coverage
