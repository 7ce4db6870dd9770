// Ranks never-seen tracks by several signals at once: artists and albums near those of the context decide the head of
// the list, the vectors order the rest of the catalogue.
#pragma once
#include <vector>

#include "embed/scoring.h"
#include "evaluation/never_seen.h"
#include "signals/group_knn.h"

namespace segue::evaluation {

class FusedRanks {
 public:
  // `items` has the item of each candidate; `sides` the rows of candidates and contexts that are compared.
  FusedRanks(const NeverSeen& set, const List& items, const embed::Sides& sides);
  // Returns the rank of a candidate for a question, from 1; of equal scores each counts half.
  double rank(const List& context, const embed::ScoringContext& rows, std::uint32_t candidate);

 private:
  const List& items_;
  const embed::Sides& sides_;
  signals::Groups artists_, albums_;
  signals::NearestTable near_artists_;
  signals::GroupKnn by_artist_;
  std::vector<float> scores_;  // of the candidates
};

}  // namespace segue::evaluation
