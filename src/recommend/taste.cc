#include "recommend/taste.h"

#include <algorithm>
#include <cmath>

namespace segue::recommend {

std::vector<Liked> taste_of(const std::vector<music::Listened>& listened, base::Instant as_of,
                            const TasteOptions& options) {
  std::vector<Liked> liked;
  for (const music::Listened& one : listened) {
    if (one.plays <= 0) continue;
    const double days =
        std::max(0.0, std::chrono::duration<double, std::ratio<86400>>(as_of - one.last_played).count());
    const double doubt = one.skips * 2 > one.plays ? 0.5 : 1.0;
    liked.push_back(
        {&one, doubt * std::log1p(static_cast<double>(one.plays)) * std::exp2(-days / options.half_life_days)});
  }
  std::sort(liked.begin(), liked.end(), [](const Liked& a, const Liked& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.listened->recording.key < b.listened->recording.key;
  });
  if (liked.size() > options.most) liked.resize(options.most);
  const double greatest = liked.empty() ? 1.0 : std::max(liked.front().weight, 1e-300);
  for (Liked& one : liked) one.weight /= greatest;
  return liked;
}

}  // namespace segue::recommend
