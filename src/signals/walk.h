// Item-kNN without a table: from the context's items to their lists, and from the lists to other items.
#pragma once
#include <cstdint>
#include <vector>

#include "signals/list_index.h"
#include "signals/signal.h"

namespace segue::signals {

struct WalkOptions {
  float context_exponent = 0.7f;  // these three as in NearestOptions
  float candidate_exponent = 0.5f;
  float shrink = 0.5f;
};

// What one item of the context adds to a candidate's score.
struct Share {
  Item item = 0;
  float score = 0;
  std::uint32_t lists = 0;  // that hold both
};

// Scores as ItemKnn does over a NearestTable that keeps all neighbours. Nothing is built, and a question costs the
// lengths of the context's lists, so it suits few questions. No list may hold an item twice.
class Walk final : public SparseSignal {
 public:
  explicit Walk(const ListIndex& lists, const WalkOptions& options = {});
  // Returns the shares of a candidate's score, the greatest first, of equal ones the lower number first; their sum is
  // its score in the context that was looked at last.
  std::vector<Share> shares_of(Item candidate) const;

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  float nearness(float together, Item context, Item candidate) const {
    return together / (context_norms_[context] * candidate_norms_[candidate] + options_.shrink);
  }

  const ListIndex& lists_;
  const WalkOptions options_;
  std::vector<float> context_norms_, candidate_norms_;
  std::vector<float> weights_;  // of the context's items
  List context_;
  Scores together_;
};

}  // namespace segue::signals
