#include "recommend/discovery.h"

#include <algorithm>
#include <vector>

namespace segue::recommend {

double discovery_share(const Repertoire& repertoire, std::span<const signals::Item> plays) {
  constexpr std::size_t kLast = 200, kFewest = 50;
  constexpr double kLeast = 0.2, kMost = 0.8;
  std::vector<bool> heard(repertoire.size(), false), known(repertoire.artist_count(), false);
  std::vector<bool> is_new;  // of each song, in the order in which they were heard first
  for (const signals::Item item : plays) {
    if (heard[item]) continue;
    heard[item] = true;
    is_new.push_back(!repertoire.credits_any_of(item, known));
    for (const std::uint32_t artist : repertoire.artists[item]) known[artist] = true;
  }
  if (is_new.size() < kFewest) return 0.5;
  const auto first = is_new.end() - static_cast<std::ptrdiff_t>(std::min(kLast, is_new.size()));
  const auto count = static_cast<double>(std::count(first, is_new.end(), true));
  return std::clamp(count / static_cast<double>(is_new.end() - first), kLeast, kMost);
}

}  // namespace segue::recommend
