// Measures how often a hidden recording is among the ten best guesses, of the model and of popularity.
#pragma once
#include "embed/matrix.h"
#include "embed/model.h"

namespace segue::embed {

// One hidden recording and the recordings around it in its list.
struct HeldOutQuestion {
  std::vector<std::uint32_t> context;  // rows of up to ten recordings before it and ten after it
  std::uint32_t answer = kNone;
};

struct Hidden {
  std::vector<HeldOutQuestion> questions;
  std::vector<std::uint64_t> counts;  // how often each recording is in the remaining places; popularity guesses by this
};

// Removes about `most` places, drawn by the seed, from the lists; train on them afterwards. A place becomes a question
// if there are at least four different recordings around it, and the hidden one is not among them.
Hidden hide_places(Lists& lists, std::uint32_t recordings, std::size_t most, std::uint64_t seed);

struct HeldOut {
  std::size_t questions = 0;  // the questions that the rates are measured on
  double hit_rate = 0;        // at 10, with the rule of `scoring`
  double popularity_hit_rate = 0;
  std::string scoring;  // "input-output" or "input-input": the rule that was better on the other half of the questions
  double input_output = 0, input_input = 0;  // hit rates of both rules on the measured half
};
HeldOut measure(const Model& model, const Hidden& hidden);

// Returns the hit rate by input · output on at most `most` of the questions by which `scoring` is chosen. For the
// progress of a training: it never touches the measured half.
double hit_rate(const Rows& input, const Rows& output, const Hidden& hidden, std::size_t most);

}  // namespace segue::embed
