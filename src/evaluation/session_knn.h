// Sessions that share items with the one that goes on: the strong simple contender of session recommendation
// (STAN, Garg et al. 2019, and V-SkNN, Ludewig and Jannach 2018).
#pragma once
#include "evaluation/questions.h"

namespace segue::evaluation {

struct SessionKnnOptions {
  std::size_t nearest = 500;     // sessions that count
  double context_decay = 0.8;    // an item of the context weighs so much of the one behind it
  double distance_decay = 0.8;   // an item of a session weighs so much for each place between it and what matched last
  double rarity = 1;             // a shared item weighs ln(sessions / its sessions)^this
  double length_exponent = 0.2;  // a session's weight is divided by its length^this
  unsigned threads = 2;
};

Answers session_knn(const std::vector<List>& sessions, std::size_t items, const std::vector<Question>& questions,
                    const Asked& asked, const SessionKnnOptions& options = {});

}  // namespace segue::evaluation
