// The scores of all items while a context is looked at; most are zero.
#pragma once
#include <algorithm>
#include <span>
#include <vector>

#include "signals/item.h"

namespace segue::signals {

// A set of items in which membership costs one look.
class ItemSet {
 public:
  explicit ItemSet(std::size_t items) : marks_(items, 0) {}
  void insert(Item item) { marks_[item] = now_; }
  bool contains(Item item) const { return marks_[item] == now_; }
  void clear() {
    if (++now_ == 0) {
      std::fill(marks_.begin(), marks_.end(), 0);
      now_ = 1;
    }
  }

 private:
  std::vector<std::uint32_t> marks_;
  std::uint32_t now_ = 1;
};

class Scores {
 public:
  explicit Scores(std::size_t items) : scores_(items, 0) {}
  // `score` is greater than 0.
  void add(Item item, float score) {
    if (scores_[item] == 0) touched_.push_back(item);
    scores_[item] += score;
  }
  float operator[](Item item) const { return scores_[item]; }
  // Sets the score if it is greater than the one there.
  void raise(Item item, float score) {
    if (score > scores_[item]) add(item, score - scores_[item]);
  }
  std::span<const Item> touched() const { return touched_; }
  void clear() {
    for (const Item item : touched_) scores_[item] = 0;
    touched_.clear();
  }
  // Returns the best `most` items that are not in `left_out`, the best first; of equal ones the lower number first.
  std::vector<ScoredItem> best(std::size_t most, const ItemSet& left_out) const;

 private:
  std::vector<float> scores_;
  List touched_;
};

// Sorts the best `most` to the front, the best first, and cuts off the others; of equal ones the lower number first.
void keep_best(std::vector<ScoredItem>& all, std::size_t most);

}  // namespace segue::signals
