#include "signals/item_knn.h"

namespace segue::signals {

NearestTable item_table(std::span<const List> lists, std::size_t items, const NearestOptions& options) {
  ValuedLists valued;
  std::vector<ScoredItem> places;
  for (const List& list : lists) {
    places.clear();
    for (const Item item : list) places.push_back({item, 1});
    valued.add(places, list.empty() ? 0 : 1 / static_cast<float>(list.size()));
  }
  return {valued, items, options};
}

void ItemKnn::add_scores(const ListContext& context, Scores& scores) {
  if (decay_ < 1 && !context.is_ordered) return;
  float share = 1;
  for (std::size_t i = context.items.size(); i-- > 0 && share > 1e-3f; share *= decay_)
    for (const ScoredItem& one : table_.candidates_of(context.items[i]))
      scores.add(one.item, share * context.weight(i) * one.score);
}

void ItemKnnBest::add_scores(const ListContext& context, Scores& scores) {
  for (const Item item : context.items)
    for (const ScoredItem& one : table_.candidates_of(item)) scores.raise(one.item, one.score);
}

}  // namespace segue::signals
