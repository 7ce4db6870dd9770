// Recommends from sessions that share items with the current one. A simple contender that is hard to beat (STAN, Garg
// et al. 2019, and V-SkNN, Ludewig and Jannach 2018).
#pragma once
#include "evaluation/questions.h"

namespace segue::evaluation {

struct SessionKnnOptions {
  std::size_t nearest = 500;     // number of sessions that count
  double context_decay = 0.8;    // an item of the context has this share of the weight of the next one
  double distance_decay = 0.8;   // an item's weight is multiplied by this for each further place from the matched item
  double rarity = 1;             // a shared item has the weight ln(sessions / its sessions)^this
  double length_exponent = 0.2;  // a session's weight is divided by its length^this
  unsigned threads = 2;
};

Answers session_knn(const std::vector<List>& sessions, std::size_t items, const std::vector<Question>& questions,
                    const Asked& asked, const SessionKnnOptions& options = {});

}  // namespace segue::evaluation
