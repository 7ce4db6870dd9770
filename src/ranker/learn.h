// Learns the order of candidates from puzzles, and orders the candidates of contexts.
#pragma once
#include <cstddef>
#include <vector>

#include "ranker/hiding.h"
#include "ranker/panel.h"
#include "ranker/trees.h"

namespace segue::ranker {

// The signals must not know the hidden places, or the trees learn nonsense.
Examples examples_of(const PanelSource& signals, const std::vector<Puzzle>& puzzles, unsigned threads);
std::vector<std::string> feature_names(const PanelSource& signals);

// Returns the best `most` candidates of each context, the best first. Any number of threads gives the same answers.
std::vector<std::vector<signals::ScoredItem>> rank_all(const PanelSource& signals, const Trees& trees,
                                                       const std::vector<signals::ListContext>& contexts,
                                                       std::size_t most, unsigned threads);

}  // namespace segue::ranker
