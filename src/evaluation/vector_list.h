// The list that segue 0.1 made: unheard recordings near a taste by vectors alone. A baseline of the protocol
// `listener`.
#pragma once
#include <functional>
#include <string>
#include <unordered_set>
#include <vector>

#include "embed/model.h"
#include "music/recording.h"
#include "neighbors/index.h"
#include "recommend/taste.h"

namespace segue::evaluation {

struct VectorPick {
  music::Candidate candidate;
  double score = 0;
  std::vector<music::Listened> because;  // heard songs near it, strongest first; never empty
};

struct VectorListOptions {
  std::size_t count = 30;
  std::size_t per_artist = 1;    // recommendations on which one artist is credited
  std::size_t leading = 2000;    // liked recordings that choose the shortlist
  std::size_t pulls = 20;        // how many of them, the strongest for each candidate, add up to its score
  std::size_t shortlist = 3000;  // candidates whose neighbours are looked up
  std::size_t neighbours = 50;   // a reason must be among this many nearest recordings
  double diversity = 0.3;        // share of the nearness to recordings already chosen that is subtracted from a score
};

// Returns the artists that are credited on a recording. It need not return the recording's own artist_key.
using CreditsOf = std::function<std::vector<music::ArtistKey>(const music::Recording&)>;

struct VectorListInput {
  const embed::Model* model = nullptr;
  const neighbors::Index* recordings = nullptr;  // index over the input rows of the model's recordings
  const std::vector<recommend::Liked>* taste =
      nullptr;  // best first; the first `leading` make the shortlist, all can be reasons
  const std::vector<music::Candidate>* candidates = nullptr;
  const std::unordered_set<music::RecordingKey>* heard = nullptr;
  const std::unordered_set<music::RecordingKey>* cooled = nullptr;  // recommended lately; may be null
  CreditsOf credits_of = nullptr;  // asked for songs about to be chosen; null: a song's artist_key alone counts
};

// Returns recommendations, best first. Leaves out recordings that are heard or cooled, that the model does not know, or
// that have no liked recording among their nearest. A pure function of its input; ties are ordered by key.
std::vector<VectorPick> vector_list(const VectorListInput& input, const VectorListOptions& options);

}  // namespace segue::evaluation
