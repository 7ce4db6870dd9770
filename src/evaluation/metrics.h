// Metrics of one question, and their mean with a confidence interval.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/questions.h"

namespace segue::evaluation {

// Returns Σ over ranks k of P@k · (is rank k an answer?), divided by min(number of answers, most). `answers` must be
// sorted.
double average_precision(const List& ranked, const List& answers, std::size_t most);
// Returns 1 if an answer is among the first `most`, else 0.
double hit(const List& ranked, const List& answers, std::size_t most);
// Returns 1 / rank of the first answer; 0 if its rank is beyond `most`.
double reciprocal_rank(const List& ranked, const List& answers, std::size_t most);

struct Interval {
  double mean = 0, low = 0, high = 0;  // low and high bound the 95 % interval
};
// Returns the mean, and as interval the percentiles of the means of `rounds` samples, drawn with replacement by the
// seed.
Interval bootstrap(std::span<const double> values, std::uint64_t seed, std::size_t rounds = 1000);

// One line of a protocol's table.
struct Score {
  std::string name;  // name of the contender
  std::string rule;  // its scoring rule and decay; "" = it has none
  std::vector<std::pair<std::string, Interval>> metrics;
};

}  // namespace segue::evaluation
