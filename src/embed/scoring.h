// What is likely to stand beside some rows of a model: rules of scoring as values, and the best by each.
#pragma once
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "embed/model.h"

namespace segue::embed {

// The context's side first, the candidate's second. A context is the (weighted) mean of its rows of one matrix.
enum class Rule : std::uint8_t {
  input_output,          // mean input row · output row
  input_normed,          // mean input row · output row of length 1
  input_output_popular,  // mean input row · output row + popularity · ln(count)
  input_input,           // cosine of mean input row and input row
  output_input,          // mean output row · input row
};
inline constexpr std::array kRules = {Rule::input_output, Rule::input_normed, Rule::input_output_popular,
                                      Rule::input_input, Rule::output_input};
std::string_view text_of(Rule rule);  // "input-output" …
// Throws Error(usage) for another word, naming those that there are.
Rule rule_of(std::string_view text);

// The two matrices that a rule compares.
struct Sides {
  std::size_t n = 0;
  std::vector<float> contexts;    // a row a token
  std::vector<float> candidates;  // a row a candidate
  std::vector<float> bias;        // one a candidate, added to its score
};
// Candidates are the recordings of the model, so a candidate's number is its row.
Sides sides_of(const Model& model, Rule rule, float popularity);

struct Context {
  std::vector<std::uint32_t> rows;      // none is allowed: then bias, and then the order of candidates, decide
  std::vector<float> weights;           // one a row, or none at all: all alike
  std::vector<std::uint32_t> left_out;  // candidates that are no answer, sorted
};

struct Scored {
  std::uint32_t candidate = 0;
  float score = 0;
};

class Scorer {
 public:
  explicit Scorer(Sides sides) : sides_(std::move(sides)) {}
  // For each context the best candidates, the best first; of equal ones the lower number.
  std::vector<std::vector<Scored>> best(std::span<const Context> contexts, std::size_t most, unsigned threads) const;
  // For each context the rank of one candidate (from 1): how many score higher and are not left out, plus one, plus
  // half of those that score the same.
  std::vector<double> ranks(std::span<const Context> contexts, std::span<const std::uint32_t> candidates,
                            unsigned threads) const;
  std::uint32_t candidates() const { return static_cast<std::uint32_t>(sides_.bias.size()); }

 private:
  template <class Visit>
  void each_block(std::span<const Context> contexts, unsigned threads, const Visit& visit) const;
  std::vector<float> mean_of(const Context& context) const;

  Sides sides_;
};

}  // namespace segue::embed
