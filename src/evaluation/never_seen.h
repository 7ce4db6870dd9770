// Measures how well artist and album tokens place a track that no list contains: some tracks are removed from all
// playlists before training (docs/evaluation.md).
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "embed/scoring.h"
#include "evaluation/metrics.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct NeverSeen {
  struct Track {
    std::string key, artist, album;  // Spotify ids, or names if there is no id; artist, album: "" = unknown
    bool held_out = false;
  };
  std::vector<Track> tracks;
  std::vector<List> training;       // the lists without the held-out tracks
  std::vector<Question> questions;  // one for each place of a held-out track; the context is the rest of its list
  std::vector<List> beside;         // for each question, the other held-out tracks of its list, sorted
};

// Reads mpd.slice.*.json.gz in order of name and holds out a `share` of the tracks, drawn by the seed. The context of a
// long list is a sample of it. Throws Error(input) for a slice that cannot be read or has a bad row.
NeverSeen read_never_seen(const std::filesystem::path& folder, double share, std::uint64_t seed);

struct NeverSeenScores {
  std::vector<Score> scores;  // hit@10, hit@100, percentile (share of candidates that rank behind)
  std::size_t held_out = 0;   // held-out tracks
  std::size_t with_artist = 0, with_album = 0, with_token = 0;  // held-out tracks whose token has a vector
  std::size_t questions = 0, candidates = 0;
};
// The model must be trained on `training` with tokens and with the keys of `tracks`. Candidates are all recordings of
// the model, with their own rows, and the held-out tracks, each with the mean of its tokens' rows (zeros if it has
// none).
NeverSeenScores score_never_seen(const NeverSeen& set, const embed::Model& model, std::uint64_t seed, unsigned threads,
                                 bool baselines);

}  // namespace segue::evaluation
