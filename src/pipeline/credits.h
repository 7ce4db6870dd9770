// Finds the artists that are credited on candidates, so that one artist does not fill a list under several credits.
#pragma once
#include <string>
#include <vector>

#include "music/recording.h"
#include "pipeline/renamed.h"
#include "recommend/rank.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// Returns a function that returns the current keys of the artists on a recording: those of the marts, and those that
// its artist and title name. Marts and corpora together say which names are artists of their own (music/credits.h), so
// that one credit is read in one way wherever a song comes from.
recommend::CreditsOf credits_among(const std::vector<music::Candidate>& candidates, warehouse::Connection& published,
                                   const std::string& user, const ArtistsNow& artists);

}  // namespace segue::pipeline
