// The protocol `listener` from end to end.
#pragma once
#include "evaluation/listener.h"
#include "evaluation/run.h"

namespace segue::evaluation {

struct ListenerOptions {
  CutOptions cuts;
  std::size_t seeds = 3;  // trainings at each cut, with seeds counted from that of the training's options
  bool baselines = true;  // whether contenders without a model answer, too
};

// Warns of each contender with more hits than the list of segue. Throws Error(usage) if the history is too short for
// the cuts, or if no list of others was added.
Evaluated evaluate_listener(const ListenerSet& set, const ListenerOptions& options, const embed::TrainOptions& training,
                            const EvaluationWatch& watch);

}  // namespace segue::evaluation
