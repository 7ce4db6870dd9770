#include "signals/list_index.h"

namespace segue::signals {

ListIndex::ListIndex(std::span<const List> lists, std::size_t items) : list_starts_of_items_(items + 1, 0) {
  for (const List& list : lists) {
    places_.insert(places_.end(), list.begin(), list.end());
    starts_.push_back(places_.size());
    for (const Item item : list) ++list_starts_of_items_[item + 1];
  }
  for (std::size_t item = 0; item < items; ++item) list_starts_of_items_[item + 1] += list_starts_of_items_[item];
  lists_of_items_.resize(places_.size());
  std::vector<std::uint64_t> next(list_starts_of_items_.begin(), list_starts_of_items_.end() - 1);
  for (std::uint32_t list = 0; list < lists.size(); ++list)
    for (const Item item : lists[list]) lists_of_items_[next[item]++] = list;
}

}  // namespace segue::signals
