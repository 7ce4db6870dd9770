#include "signals/walk.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace segue::signals {

Walk::Walk(const ListIndex& lists, const WalkOptions& options)
    : SparseSignal(lists.items()),
      lists_(lists),
      options_(options),
      context_norms_(lists.items()),
      candidate_norms_(lists.items()),
      weights_(lists.items(), 0),
      together_(lists.items()) {
  for (Item item = 0; item < lists.items(); ++item) {
    double sum = 0;
    for (const std::uint32_t list : lists.lists_with(item)) sum += 1 / static_cast<double>(lists.list(list).size());
    context_norms_[item] = static_cast<float>(std::pow(sum, options.context_exponent));
    candidate_norms_[item] = static_cast<float>(std::pow(sum, options.candidate_exponent));
  }
}

void Walk::add_scores(const ListContext& context, Scores& scores) {
  for (const Item item : context_) weights_[item] = 0;
  context_ = context.items;
  for (std::size_t i = 0; i < context_.size(); ++i) weights_[context_[i]] += context.weight(i);
  for (std::size_t i = 0; i < context_.size(); ++i) {
    const Item item = context_[i];
    together_.clear();
    for (const std::uint32_t list : lists_.lists_with(item)) {
      const auto places = lists_.list(list);
      for (const Item other : places) together_.add(other, 1 / static_cast<float>(places.size()));
    }
    for (const Item other : together_.touched())
      if (other != item) scores.add(other, context.weight(i) * nearness(together_[other], item, other));
  }
}

std::vector<Share> Walk::shares_of(Item candidate) const {
  std::unordered_map<Item, Share> by_item;
  for (const std::uint32_t list : lists_.lists_with(candidate)) {
    const auto places = lists_.list(list);
    for (const Item item : places) {
      if (weights_[item] <= 0 || item == candidate) continue;
      Share& share = by_item[item];
      share.item = item;
      share.score += 1 / static_cast<float>(places.size());
      ++share.lists;
    }
  }
  std::vector<Share> shares;
  for (auto& [item, share] : by_item) {
    share.score = weights_[item] * nearness(share.score, item, candidate);
    shares.push_back(share);
  }
  std::sort(shares.begin(), shares.end(),
            [](const Share& a, const Share& b) { return a.score != b.score ? a.score > b.score : a.item < b.item; });
  return shares;
}

}  // namespace segue::signals
