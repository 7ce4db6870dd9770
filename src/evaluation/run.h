// One protocol from end to end: the set is read, a model is trained or loaded, it and the baselines answer, all answers
// are scored.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "embed/scoring.h"
#include "embed/trainer.h"
#include "evaluation/metrics.h"

namespace segue::evaluation {

enum class Protocol : std::uint8_t { polimi, nowplaying, never_seen, listener };
std::string_view name_of(Protocol protocol);  // "polimi", "nowplaying", "never-seen", "listener"
// Throws Error(usage) for another word, naming those that there are.
Protocol protocol_of(std::string_view text);

struct EvaluationOptions {
  Protocol protocol = Protocol::polimi;
  std::string data;         // the set's folder
  std::string model;        // the file that is scored; "" = a model is trained
  std::string save;         // where the trained model is kept; "" = nowhere
  std::string predictions;  // where answers to the set's test are written (polimi, nowplaying); "" = nowhere
  embed::ScoringRule rule = embed::ScoringRule::input_output_popular;  // by which those answers are scored
  float popularity = 0.3f;                                             // weight of ln(count), where a rule has it
  std::vector<float> decays;  // an item's weight of the next one's, each scored; none: the protocol's usual one
  bool tokens = false;        // polimi: trains artist and album tokens, too; never-seen always does
  bool validation = false;    // nowplaying: the last tenth of the sessions in place of the test, for tuning
  double held_out = 0.05;     // never-seen: share of the tracks
  std::uint64_t split_seed = 20261125;  // of that split
  bool ranker = true;                   // polimi, nowplaying: also scores all signals and the ranked list
  bool baselines = true;
  // Files of others' answers, each with the contender's name (polimi, nowplaying).
  std::vector<std::pair<std::string, std::string>> answers;
  unsigned threads = 1;  // of scoring
};

struct EvaluationWatch {
  std::function<void(const embed::Progress&)> training;
  std::function<void(const std::string& phase)> phase;  // "scoring by input-output", "baselines"
};

struct Evaluated {
  std::string protocol;
  std::uint64_t seed = 0;
  std::vector<Score> scores;
  std::vector<std::pair<std::string, std::size_t>> sizes;  // of the set: names in snake_case
  std::string predictions;                                 // the file that was written; "" = none
  std::vector<std::string> warnings;  // a sentence for each contender that the ranked list loses to
};

// For all protocols but `listener`, which listener_run.h runs. Throws Error(input) for a set or a model that cannot be
// read.
Evaluated evaluate(const EvaluationOptions& options, const embed::TrainOptions& training, const EvaluationWatch& watch);

}  // namespace segue::evaluation
