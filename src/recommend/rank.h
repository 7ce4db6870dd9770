// Unheard recordings near a taste, each with a reason that can be checked in the model file.
#pragma once
#include <cstdint>
#include <string>
#include <unordered_set>
#include <vector>

#include "embed/model.h"
#include "neighbors/index.h"
#include "recommend/taste.h"

namespace segue::recommend {

struct Candidate {
  std::string recording_key, artist_key, artist, title, album, spotify_id;
  std::int64_t duration_ms = 0;
  std::string origin;  // saved, library, playlist, artist_album, corpus
};

struct Evidence {
  std::string recording_key, artist, title;
  std::int64_t plays = 0;
};

struct Reason {
  std::string text;
  std::vector<Evidence> evidence;  // strongest first
};

struct Recommendation {
  Candidate candidate;
  double score = 0;
  std::vector<Reason> reasons;  // never empty
};

struct RankOptions {
  std::size_t count = 30;
  std::size_t per_artist = 1;    // recommendations of one artist
  std::size_t leading = 2000;    // liked recordings that choose the shortlist
  std::size_t pulls = 20;        // of these, the strongest for each candidate
  std::size_t shortlist = 3000;  // candidates whose neighbours are looked up
  std::size_t neighbours = 50;   // a reason lies among so many nearest recordings
  double diversity = 0.3;        // share of the score that nearness to those already chosen takes away
};

struct RankInput {
  const embed::Model* model = nullptr;
  const neighbors::Index* recordings = nullptr;  // over the input rows of the model's recordings
  const std::vector<Liked>* taste = nullptr;     // best first; the first `leading` choose, all may be reasons
  const std::vector<Candidate>* candidates = nullptr;
  const std::unordered_set<std::string>* heard = nullptr;   // recording keys
  const std::unordered_set<std::string>* cooled = nullptr;  // recommended lately; may be null
};

// Best first. Left out: heard and cooled recordings, those of which the model knows nothing, those without a liked
// recording among their nearest. A pure function of its input: ties go by key.
std::vector<Recommendation> rank(const RankInput& input, const RankOptions& options);

}  // namespace segue::recommend
