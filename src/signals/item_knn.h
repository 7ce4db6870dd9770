// Items that are in lists with the context's items more often than chance says.
#pragma once
#include <memory>
#include <span>

#include "signals/nearest_table.h"
#include "signals/signal.h"

namespace segue::signals {

// Each list counts 1 / its length.
NearestTable item_table(std::span<const List> lists, std::size_t items, const NearestOptions& options);

// The sum, over the context's items, of their weight times their nearness to the candidate.
class ItemKnn final : public SparseSignal {
 public:
  // With `decay` below 1, an item of an ordered context has this share of the next one's weight; an unordered context
  // then scores nothing.
  explicit ItemKnn(const NearestTable& table, float decay = 1)
      : SparseSignal(table.items()), table_(table), decay_(decay) {}

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  const NearestTable& table_;
  float decay_;
};

// The nearness to the one context item that the candidate is nearest to.
class ItemKnnBest final : public SparseSignal {
 public:
  explicit ItemKnnBest(const NearestTable& table) : SparseSignal(table.items()), table_(table) {}

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  const NearestTable& table_;
};

}  // namespace segue::signals
