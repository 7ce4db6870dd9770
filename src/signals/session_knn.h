// Items of the sessions that share the latest items (after STAN, Garg et al. 2019, and V-SkNN, Ludewig and Jannach
// 2018).
#pragma once
#include "signals/session_index.h"
#include "signals/signal.h"

namespace segue::signals {

// Distances are in places; a rate of 0 means that distance does not matter.
struct SessionKnnOptions {
  std::size_t nearest = 100;            // sessions that count
  float context_reach = 3;              // an item d places from the context's end weighs e^(−d / reach)
  bool rarity = false;                  // whether a shared item weighs ln(sessions / its sessions), too
  float distance_reach = 0;             // d places after the match an item weighs e^(−(d − 1) / reach), before it
  float before = 1;                     // `before` · e^(−d / reach)
  std::size_t sessions_an_item = 5000;  // the newest sessions of an item that are looked at
};

// A session's likeness is the sum of its shared items' weights, divided by the root of its length, times .5 for the
// oldest session to 1 for the newest. An item that the context has twice counts by its last place.
class SessionKnn final : public SparseSignal {
 public:
  SessionKnn(const SessionIndex& sessions, const SessionKnnOptions& options);

 protected:
  void add_scores(const ListContext& context, Scores& scores) override;

 private:
  void gather(const ListContext& context);

  const SessionIndex& sessions_;
  const SessionKnnOptions options_;
  Scores likeness_;                     // by session
  std::vector<std::uint32_t> matched_;  // by session: the place of the shared item that is latest in the context
  ItemSet seen_;
};

}  // namespace segue::signals
