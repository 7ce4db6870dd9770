// Tracks held out of training entirely, in slices of playlists: what artist and album tokens give a track that no list
// has shown (docs/evaluation.md).
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
    std::string key, artist, album;  // Spotify ids, or names where there is none; artist, album: "" = unknown
    bool held_out = false;
  };
  std::vector<Track> tracks;
  std::vector<List> training;       // without the held-out tracks
  std::vector<Question> questions;  // one a place of a held-out track: the rest of its list, and the track
  std::vector<List> beside;         // by question: the other held-out tracks of its list, sorted
};

// Reads mpd.slice.*.json.gz by name and holds `share` of the tracks out, drawn by the seed. A context longer than
// `most_context` is a sample of its list. Throws Error(input) for a slice that cannot be read or has a bad row.
NeverSeen read_never_seen(const std::filesystem::path& folder, double share, std::uint64_t seed);

struct NeverSeenScores {
  std::vector<Score> scores;  // hit@10, hit@100, percentile (share of candidates that stand behind)
  std::size_t held_out = 0;   // tracks
  std::size_t with_artist = 0, with_album = 0, with_token = 0;  // of them, those whose token has a vector
  std::size_t questions = 0, candidates = 0;
};
// The model was trained on `training` with tokens; keys are those of `tracks`. Candidates are all recordings of the
// model by their own rows, and the held-out tracks, each by the mean of its tokens' rows (zeros where it has none).
NeverSeenScores score_never_seen(const NeverSeen& set, const embed::Model& model, std::uint64_t seed, unsigned threads,
                                 bool baselines);

}  // namespace segue::evaluation
