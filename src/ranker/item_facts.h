// What is known of each item beside its neighbours in lists.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "signals/group_knn.h"

namespace segue::ranker {

struct ItemFacts {
  signals::Groups artists, albums;
  std::vector<float> seconds;                // duration of each item; 0 = not known
  std::vector<std::uint32_t> counts;         // places of each item in the lists
  std::vector<std::uint32_t> recent_counts;  // the same in the newest twentieth of the lists
};

// Lists of items, and what is known of the items. Items are numbered by falling count, so that of equal scores the more
// frequent item is first.
struct Material {
  std::vector<signals::List> lists;            // the oldest first
  std::vector<bool> ordered;                   // one per list: whether its order means something
  std::vector<std::uint32_t> artists, albums;  // of each item; Groups::kNone = not known
  std::vector<float> seconds;                  // of each item; 0 = not known

  std::size_t items() const { return artists.size(); }
};

ItemFacts facts_of(const Material& material, std::span<const signals::List> lists);

}  // namespace segue::ranker
