// Finds the best of a few scored items, for contenders that score item by item.
#pragma once
#include <algorithm>
#include <vector>

#include "evaluation/questions.h"

namespace segue::evaluation {

// The scores of all items, most of them zero. take_best() also empties it for the next question.
class BaselineScores {
 public:
  explicit BaselineScores(std::size_t items) : scores_(items, 0.0) {}
  void add(Item item, double score) {
    if (scores_[item] == 0) touched_.push_back(item);
    scores_[item] += score;
  }
  // Returns the best items, best first; of equal ones the one that is earlier in `order` (a place for each item). Items
  // of `left_out` are never returned.
  List take_best(std::size_t most, const List& left_out, const std::vector<std::uint32_t>& order) {
    for (const Item item : left_out) scores_[item] = 0;
    std::erase_if(touched_, [&](Item item) { return scores_[item] == 0; });
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    const std::size_t kept = std::min(most, touched_.size());
    std::partial_sort(
        touched_.begin(), touched_.begin() + static_cast<std::ptrdiff_t>(kept), touched_.end(),
        [&](Item a, Item b) { return scores_[a] != scores_[b] ? scores_[a] > scores_[b] : order[a] < order[b]; });
    List best(touched_.begin(), touched_.begin() + static_cast<std::ptrdiff_t>(kept));
    for (const Item item : touched_) scores_[item] = 0;
    touched_.clear();
    return best;
  }

 private:
  std::vector<double> scores_;
  List touched_;
};

}  // namespace segue::evaluation
