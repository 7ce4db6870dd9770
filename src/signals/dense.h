// The product of two rows of numbers, one for the context and one for the candidate.
#pragma once
#include <cstddef>
#include <vector>

#include "signals/signal.h"

namespace segue::signals {

struct DenseRows {
  std::size_t n = 0;              // numbers in a row
  std::vector<float> contexts;    // a row for each item
  std::vector<float> candidates;  // a row for each item
  std::vector<float> bias;        // a number for each item, added to its score
  std::vector<bool> known;        // whether the item has rows; others are never candidates
};

// Scores a candidate by the weighted mean of the context's rows times its own row, plus its bias.
class Dense final : public Signal {
 public:
  explicit Dense(const DenseRows& rows) : rows_(rows), scores_(rows.bias.size(), 0) {}
  void look_at(const ListContext& context) override;
  std::vector<ScoredItem> best(std::size_t most, const ItemSet& left_out) const override;
  float score(Item item) const override { return scores_[item]; }

 private:
  const DenseRows& rows_;
  std::vector<float> scores_;
};

}  // namespace segue::signals
