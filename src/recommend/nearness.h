// How near songs are to a taste by a model's vectors.
#pragma once
#include "embed/model.h"
#include "recommend/pick.h"

namespace segue::recommend {

// Returns a function that returns the cosine of a song's input row and the mean of the input rows of the taste, each
// weighed by the root of its weight; 0 for a song that the model does not know. Model and repertoire must outlive it.
Nearness nearness_by(const embed::Model& model, const Repertoire& repertoire, const Listener& listener);

}  // namespace segue::recommend
