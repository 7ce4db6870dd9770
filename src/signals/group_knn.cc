#include "signals/group_knn.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace segue::signals {
namespace {

// Returns the groups of the items, each with its weight.
std::map<std::uint32_t, float> groups_in(const Groups& groups, std::span<const Item> items,
                                         const std::vector<float>& weights) {
  std::map<std::uint32_t, float> counts;
  for (std::size_t i = 0; i < items.size(); ++i)
    if (groups.of(items[i]) != Groups::kNone) counts[groups.of(items[i])] += weights.empty() ? 1 : weights[i];
  return counts;
}

}  // namespace

Groups::Groups(std::vector<std::uint32_t> group_of) : group_of_(std::move(group_of)) {
  std::uint32_t groups = 0;
  for (const std::uint32_t group : group_of_)
    if (group != kNone) groups = std::max(groups, group + 1);
  starts_.resize(groups + std::size_t{1}, 0);
  for (const std::uint32_t group : group_of_)
    if (group != kNone) ++starts_[group + std::size_t{1}];
  for (std::size_t g = 0; g < groups; ++g) starts_[g + 1] += starts_[g];
  members_.resize(starts_.back());
  std::vector<std::uint64_t> next(starts_.begin(), starts_.end() - 1);
  for (Item item = 0; item < group_of_.size(); ++item)
    if (group_of_[item] != kNone) members_[next[group_of_[item]]++] = item;
}

NearestTable group_table(std::span<const List> lists, const Groups& groups, NearestOptions options) {
  options.with_itself = true;
  ValuedLists valued;
  std::vector<ScoredItem> places;
  for (const List& list : lists) {
    places.clear();
    for (const auto& [group, count] : groups_in(groups, list, {})) places.push_back({group, std::log1p(count)});
    valued.add(places, list.empty() ? 0 : 1 / static_cast<float>(list.size()));
  }
  return {valued, groups.size(), options};
}

void GroupKnn::look_at(const ListContext& context) {
  scores_.clear();
  for (const auto& [group, weight] : groups_in(groups_, context.items, context.weights))
    for (const ScoredItem& one : table_.candidates_of(group)) scores_.add(one.item, std::log1p(weight) * one.score);
}

float GroupKnn::nearest() const {
  float greatest = 0;
  for (const std::uint32_t group : scores_.touched()) greatest = std::max(greatest, scores_[group]);
  return greatest;
}

std::vector<ScoredItem> GroupKnn::best(std::size_t most, const ItemSet& left_out) const {
  constexpr std::size_t kMostGroups = 50;
  std::vector<ScoredItem> near;
  for (const std::uint32_t group : scores_.touched()) near.push_back({group, scores_[group]});
  keep_best(near, kMostGroups);
  std::vector<ScoredItem> found;
  for (const ScoredItem& group : near) {
    if (found.size() >= most) break;
    for (const Item item : groups_.members(group.item))
      if (!left_out.contains(item)) found.push_back({item, group.score});
  }
  keep_best(found, most);
  return found;
}

}  // namespace segue::signals
