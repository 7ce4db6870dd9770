// Lists of items, and the lists that each item is in.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "signals/item.h"

namespace segue::signals {

class ListIndex {
 public:
  // Every item of `lists` is below `items`. The order of the lists is their age, the oldest first.
  ListIndex(std::span<const List> lists, std::size_t items);

  std::size_t items() const { return list_starts_of_items_.size() - 1; }
  std::size_t lists() const { return starts_.size() - 1; }
  std::span<const Item> list(std::uint32_t number) const {
    return std::span(places_).subspan(starts_[number], starts_[number + 1] - starts_[number]);
  }
  // Returns the numbers of the lists that hold the item, rising. A list that holds it twice is there twice.
  std::span<const std::uint32_t> lists_with(Item item) const {
    return std::span(lists_of_items_).subspan(list_starts_of_items_[item], count(item));
  }
  // Returns in how many places the item is.
  std::uint32_t count(Item item) const {
    return static_cast<std::uint32_t>(list_starts_of_items_[item + 1] - list_starts_of_items_[item]);
  }

 private:
  std::vector<Item> places_;
  std::vector<std::uint64_t> starts_{0};
  std::vector<std::uint32_t> lists_of_items_;
  std::vector<std::uint64_t> list_starts_of_items_;
};

}  // namespace segue::signals
