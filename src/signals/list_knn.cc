#include "signals/list_knn.h"

#include <cmath>

namespace segue::signals {

ListKnn::ListKnn(const ListIndex& lists, const ListKnnOptions& options)
    : SparseSignal(lists.items()), lists_(lists), options_(options), likeness_(lists.lists()) {}

void ListKnn::add_scores(const ListContext& context, Scores& scores) {
  likeness_.clear();
  for (std::size_t i = 0; i < context.items.size(); ++i) {
    auto with = lists_.lists_with(context.items[i]);
    if (with.empty()) continue;
    const float step = context.weight(i) * std::pow(static_cast<float>(with.size()), -options_.count_exponent);
    if (with.size() > options_.lists_an_item) with = with.last(options_.lists_an_item);
    for (const std::uint32_t list : with) likeness_.add(list, step);
  }
  std::vector<ScoredItem> near;
  for (const std::uint32_t list : likeness_.touched())
    near.push_back(
        {list, likeness_[list] / std::pow(static_cast<float>(lists_.list(list).size()), options_.length_exponent)});
  keep_best(near, options_.nearest);
  for (const ScoredItem& one : near) {
    const float counts = std::pow(one.score, options_.likeness_exponent);
    for (const Item item : lists_.list(one.item)) scores.add(item, counts);
  }
}

}  // namespace segue::signals
