#include "signals/session_index.h"

namespace segue::signals {

SessionIndex::SessionIndex(std::span<const List> sessions, std::size_t items) : starts_of_items_(items + 1, 0) {
  for (const List& session : sessions) {
    places_.insert(places_.end(), session.begin(), session.end());
    starts_.push_back(places_.size());
    for (const Item item : session) ++starts_of_items_[item + std::size_t{1}];
  }
  for (std::size_t item = 0; item < items; ++item) starts_of_items_[item + 1] += starts_of_items_[item];
  standings_.resize(places_.size());
  std::vector<std::uint64_t> next(starts_of_items_.begin(), starts_of_items_.end() - 1);
  for (std::uint32_t number = 0; number < sessions.size(); ++number)
    for (std::uint32_t position = 0; position < sessions[number].size(); ++position)
      standings_[next[sessions[number][position]]++] = {number, position};
}

}  // namespace segue::signals
