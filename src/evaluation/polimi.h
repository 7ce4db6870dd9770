// The protocol of the Polimi course competition of 2018: which ten tracks continue a playlist (docs/evaluation.md).
#pragma once
#include <filesystem>
#include <vector>

#include "evaluation/metrics.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct Polimi {
  static constexpr std::uint32_t kUnknown = 0xFFFFFFFF;
  struct Track {
    std::uint32_t artist = kUnknown, album = kUnknown;
    float seconds = 0;
    bool is_known() const { return artist != kUnknown; }
  };
  std::vector<Track> tracks;           // by id
  std::vector<List> playlists;         // by id; all known tracks, sorted if their order is not known
  std::vector<bool> ordered;           // by id; whether the playlist's order is known
  std::vector<List> training;          // the playlists without the tracks that validation hides
  std::vector<Question> questions;     // of the validation split; kind 's' or 'r'
  std::vector<std::uint32_t> targets;  // playlists of the competition's test
};

// Throws Error(input) that names file, line and field.
Polimi read_polimi(const std::filesystem::path& folder);

// Returns map@10 over all questions, over the sequential ones, and over the random ones.
Score score_polimi(std::string name, std::string rule, const Polimi& set, const Answers& answers, std::uint64_t seed);

inline constexpr Asked kPolimiAsked{10, false};

}  // namespace segue::evaluation
