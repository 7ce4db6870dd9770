// How often the hidden end of a list is among the ten best guesses, for the model and for popularity.
#pragma once
#include "embed/model.h"

namespace segue::embed {

// One hidden recording and what stood before it in its list.
struct Question {
  std::vector<std::uint32_t> context;  // rows, nearest last
  std::uint32_t answer = kNone;
};

// Takes the last recording out of every `every`-th list (by the seed) that has at least five different ones and does not hold it
// earlier. The lists change; train on them afterwards.
std::vector<Question> hide_ends(Lists& lists, std::uint32_t every, std::uint64_t seed);

struct HeldOut {
  std::size_t questions = 0;     // those that the rates are measured on
  double hit_rate = 0;           // at 10, by the scoring rule below
  double popularity_hit_rate = 0;
  std::string scoring;           // "input-output", "input-input": the better one on the other half of the questions
  double input_output = 0, input_input = 0;  // both rules, on the measured half
};
HeldOut measure(const Model& model, const std::vector<Question>& questions);

}  // namespace segue::embed
