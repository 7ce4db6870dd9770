// How often a hidden recording is among the ten best guesses, for the model and for popularity.
#pragma once
#include "embed/matrix.h"
#include "embed/model.h"

namespace segue::embed {

// One hidden recording and what stands around it in its list.
struct Question {
  std::vector<std::uint32_t> context;  // rows, up to ten before it and ten behind
  std::uint32_t answer = kNone;
};

struct Hidden {
  std::vector<Question> questions;
  std::vector<std::uint64_t> counts;  // of each recording in the places that are left: what popularity goes by
};

// Takes about `most` places, drawn by the seed, out of the lists (train on them afterwards). A question is made of each
// with at least four other recordings around it, none of which is the hidden one.
Hidden hide_places(Lists& lists, std::uint32_t recordings, std::size_t most, std::uint64_t seed);

struct HeldOut {
  std::size_t questions = 0;  // those that the rates are measured on
  double hit_rate = 0;        // at 10, by the scoring rule below
  double popularity_hit_rate = 0;
  std::string scoring;  // "input-output", "input-input": the better one on the other half of the questions
  double input_output = 0, input_input = 0;  // both rules, on the measured half
};
HeldOut measure(const Model& model, const Hidden& hidden);

// The share of at most `most` questions whose answer is among the ten best by input · output, of those that the scoring
// rule is chosen by; what a training shows as it goes.
double hit_rate(const Rows& input, const Rows& output, const Hidden& hidden, std::size_t most);

}  // namespace segue::embed
