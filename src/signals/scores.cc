#include "signals/scores.h"

namespace segue::signals {

void keep_best(std::vector<ScoredItem>& all, std::size_t most) {
  const auto is_better = [](const ScoredItem& a, const ScoredItem& b) {
    return a.score != b.score ? a.score > b.score : a.item < b.item;
  };
  if (all.size() > most) {
    std::nth_element(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(most), all.end(), is_better);
    all.resize(most);
  }
  std::sort(all.begin(), all.end(), is_better);
}

std::vector<ScoredItem> Scores::best(std::size_t most, const ItemSet& left_out) const {
  std::vector<ScoredItem> all;
  all.reserve(touched_.size());
  for (const Item item : touched_)
    if (!left_out.contains(item)) all.push_back({item, scores_[item]});
  keep_best(all, most);
  return all;
}

}  // namespace segue::signals
