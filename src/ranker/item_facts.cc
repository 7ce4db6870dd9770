#include "ranker/item_facts.h"

namespace segue::ranker {

ItemFacts facts_of(const Material& material, std::span<const signals::List> lists) {
  ItemFacts facts{signals::Groups(material.artists), signals::Groups(material.albums), material.seconds, {}, {}};
  facts.counts.resize(material.items(), 0);
  facts.recent_counts.resize(material.items(), 0);
  for (std::size_t i = 0; i < lists.size(); ++i)
    for (const signals::Item item : lists[i]) {
      ++facts.counts[item];
      if (i >= lists.size() - lists.size() / 20) ++facts.recent_counts[item];
    }
  return facts;
}

}  // namespace segue::ranker
