// How it works: the context is read from its end, so the first shared item that a session shows is the latest.
#include "signals/session_knn.h"

#include <cmath>

namespace segue::signals {

SessionKnn::SessionKnn(const SessionIndex& sessions, const SessionKnnOptions& options)
    : SparseSignal(sessions.items()),
      sessions_(sessions),
      options_(options),
      likeness_(sessions.sessions()),
      matched_(sessions.sessions()),
      seen_(sessions.items()) {}

void SessionKnn::gather(const ListContext& context) {
  constexpr float kLeast = 1e-4f;  // lighter items change nothing
  likeness_.clear();
  seen_.clear();
  for (std::size_t back = 0; back < context.items.size(); ++back) {
    const Item item = context.items[context.items.size() - 1 - back];
    float weight = std::exp(-static_cast<float>(back) / options_.context_reach);
    if (weight < kLeast) break;
    if (seen_.contains(item)) continue;
    seen_.insert(item);
    if (options_.rarity)
      weight *= std::log(static_cast<float>(sessions_.sessions() + 1) / static_cast<float>(sessions_.count(item) + 1));
    for (const auto& one : sessions_.standings(item, options_.sessions_an_item)) {
      // Of an item that a session has twice the later place is the match.
      if (likeness_[one.session] == 0 || sessions_.session(one.session)[matched_[one.session]] == item)
        matched_[one.session] = one.position;
      likeness_.add(one.session, weight);
    }
  }
}

void SessionKnn::add_scores(const ListContext& context, Scores& scores) {
  gather(context);
  std::vector<ScoredItem> near;
  const auto total = static_cast<float>(sessions_.sessions());
  for (const std::uint32_t session : likeness_.touched())
    near.push_back({session, likeness_[session] * (0.5f + 0.5f * static_cast<float>(session) / total) /
                                 std::sqrt(static_cast<float>(sessions_.session(session).size()))});
  keep_best(near, options_.nearest);
  for (const ScoredItem& one : near) {
    const auto items = sessions_.session(one.item);
    const auto match = static_cast<float>(matched_[one.item]);
    for (std::size_t p = 0; p < items.size(); ++p) {
      const float after = static_cast<float>(p) - match;
      float counts = 1;
      if (options_.distance_reach > 0 && after > 0) counts = std::exp(-(after - 1) / options_.distance_reach);
      if (options_.distance_reach > 0 && after <= 0)
        counts = options_.before * std::exp(after / options_.distance_reach);
      scores.add(items[p], one.score * counts);
    }
  }
}

}  // namespace segue::signals
