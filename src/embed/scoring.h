// Scores how likely each recording is to be beside some rows of a model, by one of several rules, and finds the best.
#pragma once
#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "embed/model.h"

namespace segue::embed {

// The first word is the matrix of the context, the second that of the candidate. A context is the (weighted) mean of
// its rows.
enum class ScoringRule : std::uint8_t {
  input_output,          // mean input row · output row
  input_normed,          // mean input row · output row of length 1
  input_output_popular,  // mean input row · output row + popularity · ln(count)
  input_input,           // cosine of mean input row and input row
  output_input,          // mean output row · input row
};
inline constexpr std::array kRules = {ScoringRule::input_output, ScoringRule::input_normed,
                                      ScoringRule::input_output_popular, ScoringRule::input_input,
                                      ScoringRule::output_input};
std::string_view text_of(ScoringRule rule);  // "input-output" …
// Throws Error(usage) for another word; the message lists the rules.
ScoringRule rule_of(std::string_view text);

// The two matrices that a rule compares.
struct Sides {
  std::size_t n = 0;
  std::vector<float> contexts;    // one row per token
  std::vector<float> candidates;  // one row per candidate
  std::vector<float> bias;        // one number per candidate, added to its score
};
// Candidates are the model's recordings, so a candidate's number is its row.
Sides sides_of(const Model& model, ScoringRule rule, float popularity);

struct ScoringContext {
  std::vector<std::uint32_t> rows;      // may be empty: then bias, and then the order of candidates, decides
  std::vector<float> weights;           // one per row, or empty = all equal
  std::vector<std::uint32_t> left_out;  // candidates that are never returned, sorted
};

struct Scored {
  std::uint32_t candidate = 0;
  float score = 0;
};

class Scorer {
 public:
  explicit Scorer(Sides sides) : sides_(std::move(sides)) {}
  // Returns the best candidates of each context, the best first; of equal ones the lower number first.
  std::vector<std::vector<Scored>> best(std::span<const ScoringContext> contexts, std::size_t most,
                                        unsigned threads) const;
  // Returns the rank, from 1, of one candidate for each context: one plus the candidates that score higher plus half of
  // those that score the same, without those left out.
  std::vector<double> ranks(std::span<const ScoringContext> contexts, std::span<const std::uint32_t> candidates,
                            unsigned threads) const;
  std::uint32_t candidates() const { return static_cast<std::uint32_t>(sides_.bias.size()); }

 private:
  struct Line;  // sixteen numbers that are aligned to 64 bytes
  std::vector<Line> columns_of(std::span<const ScoringContext> contexts) const;
  template <class Visit>
  void each_block(std::span<const ScoringContext> contexts, unsigned threads, const Visit& visit) const;
  std::vector<float> mean_of(const ScoringContext& context) const;

  Sides sides_;
};

}  // namespace segue::embed
