#include "coverage/first_seen.h"

#include <algorithm>
#include <optional>

namespace segue::coverage {

std::size_t SightingHash::operator()(const Sighting& sighting) const {
  const auto mixed =
      (static_cast<std::uint64_t>(base::to_ms(sighting.played_at)) ^ (std::uint64_t{sighting.track} << 43)) *
      0x9e3779b97f4a7c15;
  return static_cast<std::size_t>(mixed ^ (mixed >> 32));
}

FirstSeen::FirstSeen(const Pages& pages) {
  std::vector<std::optional<SeenDates>> shown(pages.contents.size());
  for (const ShownPage& page : pages.pages) {
    auto& dates = shown[page.content];
    if (!dates)
      dates = SeenDates{page.date, page.date};
    else
      dates = SeenDates{std::min(dates->first, page.date), std::max(dates->last, page.date)};
  }
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!shown[i]) continue;
    for (const Sighting& sighting : pages.contents[i]) {
      auto [at, added] = dates_.try_emplace(sighting, *shown[i]);
      if (added) continue;
      at->second.first = std::min(at->second.first, shown[i]->first);
      at->second.last = std::max(at->second.last, shown[i]->last);
    }
  }
}

}  // namespace segue::coverage
