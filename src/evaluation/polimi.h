// The playlists of the course competition of 2018: which ten tracks continue a list (docs/evaluation.md).
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
    bool is_known() const { return artist != kUnknown; }
  };
  std::vector<Track> tracks;           // by id
  std::vector<List> playlists;         // by id, all that is known, sorted
  std::vector<List> training;          // the same without what validation hides
  std::vector<Question> questions;     // of the validation split; kind 's' or 'r'
  std::vector<std::uint32_t> targets;  // playlists of the real test
};

// Throws Error(input) naming file, line and field.
Polimi read_polimi(const std::filesystem::path& folder);

// map@10 over all questions, over the sequential and over the random ones.
Score score_polimi(std::string name, std::string rule, const Polimi& set, const Answers& answers, std::uint64_t seed);

inline constexpr Asked kPolimiAsked{10, false};

}  // namespace segue::evaluation
