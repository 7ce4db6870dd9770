#include "recommend/taste.h"

#include <algorithm>
#include <cmath>

namespace segue::recommend {
namespace {

double weight_of(const music::Listened& one, base::Instant as_of, const TasteOptions& options) {
  const double days = std::max(0.0, std::chrono::duration<double, std::ratio<86400>>(as_of - one.last_played).count());
  const double doubt = one.skips * 2 > one.plays ? 0.5 : 1.0;
  return doubt * std::log1p(static_cast<double>(one.plays)) * std::exp2(-days / options.half_life_days);
}

// Sorts by falling weight, keeps the best, and scales the greatest weight to 1.
template <class Weighed, class Less>
void keep_and_scale(std::vector<Weighed>& all, const TasteOptions& options, Less less) {
  std::sort(all.begin(), all.end(), [&](const Weighed& a, const Weighed& b) {
    return a.weight != b.weight ? a.weight > b.weight : less(a, b);
  });
  if (all.size() > options.most) all.resize(options.most);
  const double greatest = all.empty() ? 1.0 : std::max(all.front().weight, 1e-300);
  for (Weighed& one : all) one.weight /= greatest;
}

}  // namespace

std::vector<Liked> taste_of(const std::vector<music::Listened>& listened, base::Instant as_of,
                            const TasteOptions& options) {
  std::vector<Liked> liked;
  for (const music::Listened& one : listened)
    if (one.plays > 0) liked.push_back({&one, weight_of(one, as_of, options)});
  keep_and_scale(liked, options,
                 [](const Liked& a, const Liked& b) { return a.listened->recording.key < b.listened->recording.key; });
  return liked;
}

std::vector<PlayedSong> taste_by_item(const std::unordered_map<signals::Item, music::Listened>& listened,
                                      base::Instant as_of, const TasteOptions& options) {
  std::vector<PlayedSong> taste;
  for (const auto& [item, one] : listened)
    if (one.plays > 0) taste.push_back({item, weight_of(one, as_of, options), one.plays});
  keep_and_scale(taste, options, [](const PlayedSong& a, const PlayedSong& b) { return a.item < b.item; });
  return taste;
}

signals::ListContext context_of(const std::vector<PlayedSong>& taste) {
  signals::ListContext context;
  for (const PlayedSong& one : taste) {
    context.items.push_back(one.item);
    context.weights.push_back(static_cast<float>(std::sqrt(one.weight)));
  }
  return context;
}

}  // namespace segue::recommend
