// How it works: pairs of sightings of one track at most 5 minutes apart are candidates. A pair is refuted if one page
// shows both. It is accepted if the page that brought the newcomer should also show the other and does not: then
// Spotify replaced one time by the other. Chains of corrections are followed back to the first sighting.
#include "coverage/retimings.h"

#include <algorithm>
#include <map>
#include <set>

#include "coverage/first_seen.h"

namespace segue::coverage {
namespace {

using base::Instant;

struct Pair {
  Sighting later, earlier;
};

// Returns pairs of near sightings of one track; `earlier` is the one that was shown first. Two sightings that first
// came with the same page are two plays and no pair.
std::vector<Pair> near_pairs(const FirstSeen& seen) {
  std::vector<Sighting> all;
  all.reserve(seen.all().size());
  for (const auto& [sighting, dates] : seen.all()) all.push_back(sighting);
  std::sort(all.begin(), all.end());
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t k = i + 1; k < all.size() && all[k].track == all[i].track; ++k) {
      if (all[k].played_at - all[i].played_at > kNear) break;
      const Instant a = seen.dates(all[i]).first, b = seen.dates(all[k]).first;
      // Sightings that came with one page have equal first dates and are no pair.
      if (a < b) pairs.push_back({all[k], all[i]});
      if (b < a) pairs.push_back({all[i], all[k]});
    }
  return pairs;
}

// Indices into Pages::contents, ascending.
using Places = std::vector<std::size_t>;

bool meet(const Places& some, const Places& others) {
  return std::any_of(some.begin(), some.end(),
                     [&](std::size_t place) { return std::binary_search(others.begin(), others.end(), place); });
}

// Returns whether a page that shows pair.later and lacks pair.earlier would show it if it were still in the list. It
// would if the page shows something older that was known no later. In a list by arrival the older items may have rolled
// out already; if the two are too near to be two plays, anything else known no later is enough.
bool reaches_behind(const std::vector<Sighting>& content, const Pair& pair, const FirstSeen& seen) {
  const Sighting& one = pair.earlier;
  const Instant known_since = seen.dates(one).first;
  const bool too_near = std::chrono::abs(pair.later.played_at - one.played_at) < kShortestListed;
  return std::any_of(content.begin(), content.end(), [&](const Sighting& other) {
    const Instant known = seen.dates(other).first;
    return known <= known_since && (other.played_at < one.played_at || (too_near && other != pair.later));
  });
}

}  // namespace

std::vector<Retiming> retimings(const Pages& pages) {
  const FirstSeen seen(pages);
  std::vector<Pair> pairs = near_pairs(seen);
  if (pairs.empty()) return {};
  std::set<Sighting> wanted;
  for (const Pair& pair : pairs) wanted.insert({pair.later, pair.earlier});
  std::map<Sighting, Places> shown_in;
  for (std::size_t i = 0; i < pages.contents.size(); ++i)
    for (const Sighting& sighting : pages.contents[i])
      if (wanted.contains(sighting)) shown_in[sighting].push_back(i);
  std::map<std::size_t, Instant> first_date;  // of each content
  for (const ShownPage& page : pages.pages) {
    auto [at, added] = first_date.try_emplace(page.content, page.date);
    if (!added) at->second = std::min(at->second, page.date);
  }
  std::map<Sighting, Sighting> first_of;
  for (const Pair& pair : pairs) {
    const auto& with_later = shown_in[pair.later];
    if (meet(with_later, shown_in[pair.earlier])) continue;
    const Instant appeared = seen.dates(pair.later).first;
    const bool corrected = std::any_of(with_later.begin(), with_later.end(), [&](std::size_t i) {
      return first_date.at(i) == appeared && reaches_behind(pages.contents[i], pair, seen);
    });
    if (!corrected) continue;
    auto [at, added] = first_of.try_emplace(pair.later, pair.earlier);
    // Of several candidates the one that was shown last was corrected; of equal ones, the first in order.
    if (!added && seen.dates(pair.earlier).last > seen.dates(at->second).last) at->second = pair.earlier;
  }
  std::vector<Retiming> out;
  for (const auto& [later, earlier] : first_of) {
    Sighting first = earlier;
    // Each step goes to a sighting that was shown earlier, so the walk ends.
    for (auto at = first_of.find(first); at != first_of.end(); at = first_of.find(first)) first = at->second;
    out.push_back({later, first});
  }
  return out;
}

}  // namespace segue::coverage
