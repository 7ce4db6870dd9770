// The signals that say what comes next in a session.
#pragma once
#include "ranker/panel.h"
#include "signals/session_index.h"

namespace segue::ranker {

class SessionSignals final : public PanelSource {
 public:
  // Counts the first `sessions` lists of the material.
  SessionSignals(const Material& material, std::size_t sessions);
  Panel panel() const override;
  const ItemFacts& facts() const override { return facts_; }
  bool repeats() const override { return true; }

 private:
  ItemFacts facts_;
  signals::SessionIndex sessions_;
};

}  // namespace segue::ranker
