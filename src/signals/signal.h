// One way to score items for a context. A signal is made for one thread; signals of one kind share what they read.
#pragma once
#include <string_view>
#include <vector>

#include "signals/item.h"
#include "signals/scores.h"

namespace segue::signals {

class Signal {
 public:
  virtual ~Signal() = default;
  // Takes up a context, to which the two functions below answer until the next one.
  virtual void look_at(const ListContext& context) = 0;
  // Returns the best `most` items that are not in `left_out`, the best first.
  virtual std::vector<ScoredItem> best(std::size_t most, const ItemSet& left_out) const = 0;
  // Returns the item's score; 0 = the signal knows nothing of it.
  virtual float score(Item item) const = 0;
};

// A signal that touches few items of a context.
class SparseSignal : public Signal {
 public:
  explicit SparseSignal(std::size_t items) : scores_(items) {}
  void look_at(const ListContext& context) final {
    scores_.clear();
    add_scores(context, scores_);
  }
  std::vector<ScoredItem> best(std::size_t most, const ItemSet& left_out) const final {
    return scores_.best(most, left_out);
  }
  float score(Item item) const final { return scores_[item]; }

 protected:
  virtual void add_scores(const ListContext& context, Scores& scores) = 0;

 private:
  Scores scores_;
};

}  // namespace segue::signals
