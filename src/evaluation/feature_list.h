// The way that segue's first design recommended, as a baseline: one-hot and scaled features of songs, a truncated
// singular value decomposition, and the cosine to the centre of what is liked.
#pragma once
#include "evaluation/questions.h"
#include "recommend/listener.h"
#include "recommend/repertoire.h"

namespace segue::evaluation {

// Features: the song's own artist and album (one-hot), and ln(1 + lists) and duration (standardised). 50 singular
// vectors by subspace iteration from a fixed start. Returns offered unheard songs, best first.
List feature_list(const recommend::Repertoire& repertoire, const recommend::RepertoireIndex& index,
                  const recommend::Listener& listener, std::size_t most);

}  // namespace segue::evaluation
