// Items that follow the last items of the context in other sessions.
#pragma once
#include "signals/session_index.h"
#include "signals/signal.h"

namespace segue::signals {

struct RulesOptions {
  std::size_t last = 10;                // of the context's items
  float decay = 0.7f;                   // an item has this share of the next one's weight
  std::size_t steps = 10;               // an item s steps after a match counts 1 / s
  float count_exponent = 0.5f;          // an item of the context is divided by its places^this
  std::size_t sessions_an_item = 5000;  // the newest
};

// Sequential rules (Ludewig and Jannach 2018). With one item and one step it is the Markov chain of the last item.
class Rules final : public SparseSignal {
 public:
  explicit Rules(const SessionIndex& sessions, const RulesOptions& options = {})
      : SparseSignal(sessions.items()), sessions_(sessions), options_(options) {}

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  const SessionIndex& sessions_;
  const RulesOptions options_;
};

// The share of each item among those that followed the last two items, one directly after the other.
class LastTwo final : public SparseSignal {
 public:
  explicit LastTwo(const SessionIndex& sessions) : SparseSignal(sessions.items()), sessions_(sessions) {}

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  const SessionIndex& sessions_;
};

// The context's own items: 1 / their places from the end.
class Itself final : public SparseSignal {
 public:
  using SparseSignal::SparseSignal;

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;
};

}  // namespace segue::signals
