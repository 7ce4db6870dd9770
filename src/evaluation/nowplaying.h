// The protocol of #nowplaying sessions, in the split of the GCE-GNN paper: which track comes next (docs/evaluation.md).
#pragma once
#include <filesystem>
#include <vector>

#include "evaluation/metrics.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct NowPlaying {
  std::size_t items = 0;  // ids are below this
  std::vector<List> sessions;
  std::vector<Question> questions;  // prefix of a session → next track
};

// Reads sessions and test pairs. Throws Error(input) that names file, line and field.
NowPlaying read_nowplaying(const std::filesystem::path& folder);

// For tuning: removes the last tenth of the training sessions, which are in order of time; each of their prefixes
// replaces the test pairs as a question. Questions whose answer is in no remaining session are kept, although nobody
// can answer them. (On a random tenth, sessions of the same day stand on both sides, and every figure is too high.)
NowPlaying split_for_validation(NowPlaying set);

// Returns p@10, p@20 and mrr@20. P is the share of questions whose next track is among the answers; the papers call it
// so.
Score score_nowplaying(std::string name, std::string rule, const NowPlaying& set, const Answers& answers,
                       std::uint64_t seed);

inline constexpr Asked kNowPlayingAsked{20, true};

}  // namespace segue::evaluation
