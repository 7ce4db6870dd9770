// Sessions in order of time, and where in them each item is.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "signals/item.h"

namespace segue::signals {

class SessionIndex {
 public:
  struct Standing {
    std::uint32_t session, position;
  };
  // Every item of `sessions` is below `items`. The oldest session is first.
  SessionIndex(std::span<const List> sessions, std::size_t items);

  std::size_t items() const { return starts_of_items_.size() - 1; }
  std::size_t sessions() const { return starts_.size() - 1; }
  std::span<const Item> session(std::uint32_t number) const {
    return std::span(places_).subspan(starts_[number], starts_[number + 1] - starts_[number]);
  }
  // Returns the newest `most` standings of the item, the oldest of them first.
  std::span<const Standing> standings(Item item, std::size_t most) const {
    const auto all = std::span(standings_).subspan(starts_of_items_[item], count(item));
    return all.last(std::min(most, all.size()));
  }
  std::size_t count(Item item) const { return starts_of_items_[item + std::size_t{1}] - starts_of_items_[item]; }

 private:
  std::vector<Item> places_;
  std::vector<std::uint64_t> starts_{0};
  std::vector<Standing> standings_;
  std::vector<std::uint64_t> starts_of_items_;
};

}  // namespace segue::signals
