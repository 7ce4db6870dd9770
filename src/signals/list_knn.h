// Items of the lists that share most with the context.
#pragma once
#include "signals/list_index.h"
#include "signals/signal.h"

namespace segue::signals {

struct ListKnnOptions {
  std::size_t nearest = 500;         // lists that count
  float length_exponent = 0.5f;      // a list's likeness is divided by its length^this
  float count_exponent = 0.5f;       // a shared item counts its places^-this
  float likeness_exponent = 1;       // above 1 the most alike lists count more
  std::size_t lists_an_item = 2000;  // the newest lists of an item that are looked at
};

// A list's likeness is Σ over shared items of weight · count^-count_exponent, divided by length^length_exponent. An
// item has the sum of the likenesses^likeness_exponent of the nearest lists that hold it.
class ListKnn final : public SparseSignal {
 public:
  explicit ListKnn(const ListIndex& lists, const ListKnnOptions& options = {});

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  const ListIndex& lists_;
  const ListKnnOptions options_;
  Scores likeness_;  // by list
};

}  // namespace segue::signals
