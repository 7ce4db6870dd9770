// Trains vectors on lists of numbered items, as rows of signals.
#pragma once
#include <cstdint>
#include <vector>

#include "evaluation/questions.h"
#include "ranker/list_signals.h"

namespace segue::evaluation {

// Returns the rows of a centroid and of a skip-gram model, by the product plus .3 ln(count).
ranker::NamedRows vectors_for_lists(const std::vector<List>& lists, std::size_t items, std::uint64_t seed,
                                    unsigned threads);

}  // namespace segue::evaluation
