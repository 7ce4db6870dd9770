#include "ranker/session_signals.h"

#include "signals/rules.h"
#include "signals/session_knn.h"

namespace segue::ranker {

SessionSignals::SessionSignals(const Material& material, std::size_t sessions)
    : facts_(facts_of(material, std::span(material.lists).first(sessions))),
      sessions_(std::span(material.lists).first(sessions), material.items()) {}

Panel SessionSignals::panel() const {
  Panel panel;
  const auto add = [&](std::string name, std::size_t proposals, auto signal) {
    panel.push_back({std::move(name), proposals, std::move(signal)});
  };
  const auto knn = [&](const signals::SessionKnnOptions& options) {
    return std::make_unique<signals::SessionKnn>(sessions_, options);
  };
  add("session_knn", 40, knn({}));
  add("session_knn_near", 40, knn({.context_reach = 1, .rarity = true, .distance_reach = 3, .before = 0.3f}));
  add("session_knn_wide", 40, knn({.nearest = 500, .distance_reach = 8, .before = 0.6f}));
  add("rules", 40, std::make_unique<signals::Rules>(sessions_));
  add("after_last", 40,
      std::make_unique<signals::Rules>(sessions_, signals::RulesOptions{.last = 1, .steps = 1, .count_exponent = 1}));
  add("after_last_two", 40, std::make_unique<signals::LastTwo>(sessions_));
  add("itself", 40, std::make_unique<signals::Itself>(sessions_.items()));
  return panel;
}

}  // namespace segue::ranker
