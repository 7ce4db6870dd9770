// Metrics of one question, and their mean with an interval.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "evaluation/questions.h"

namespace segue::evaluation {

// Σ over ranks k of P@k · (is rank k an answer?), over min(number of answers, most). `answers` are sorted.
double average_precision(const List& ranked, const List& answers, std::size_t most);
// 1 when an answer is among the first `most`, else 0.
double hit(const List& ranked, const List& answers, std::size_t most);
// 1 / rank of the first answer, 0 beyond `most`.
double reciprocal_rank(const List& ranked, const List& answers, std::size_t most);

struct Interval {
  double mean = 0, low = 0, high = 0;  // 95 %
};
// Percentiles of the means of `rounds` samples of the values, drawn with replacement by the seed.
Interval bootstrap(std::span<const double> values, std::uint64_t seed, std::size_t rounds = 1000);

// One line of a protocol's table.
struct Score {
  std::string name;  // of the contender
  std::string rule;  // of scoring, and how much an item counts of the one behind it; "" = it has none
  std::vector<std::pair<std::string, Interval>> metrics;
};

}  // namespace segue::evaluation
