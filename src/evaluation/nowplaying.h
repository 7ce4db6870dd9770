// #nowplaying sessions in the split of the GCE-GNN paper: which track comes next (docs/evaluation.md).
#pragma once
#include <filesystem>
#include <vector>

#include "evaluation/metrics.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct NowPlaying {
  std::size_t items = 0;  // ids are below this
  std::vector<List> sessions;
  std::vector<Question> questions;  // prefix → next
};

// The test pairs. Throws Error(input) naming file, line and field.
NowPlaying read_nowplaying(const std::filesystem::path& folder);

// For tuning: a tenth of the training sessions, drawn by the seed, taken out; each of their prefixes is a question. The
// test pairs are gone. A question whose answer stands in no session that is left stays, and nobody can answer it.
NowPlaying split_for_validation(NowPlaying set, std::uint64_t seed);

// p@10, p@20 and mrr@20. P is the share of questions whose next track is among the answers: that literature's word.
Score score_nowplaying(std::string name, std::string rule, const NowPlaying& set, const Answers& answers,
                       std::uint64_t seed);

inline constexpr Asked kNowPlayingAsked{20, true};

}  // namespace segue::evaluation
