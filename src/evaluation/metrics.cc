#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "embed/random.h"

namespace segue::evaluation {
namespace {

bool is_answer(const List& answers, Item item) {
  return std::binary_search(answers.begin(), answers.end(), item);
}

// Returns the rank of the first answer, from 1; 0 = none among the first `most`.
std::size_t first_rank(const List& ranked, const List& answers, std::size_t most) {
  for (std::size_t k = 0; k < std::min(most, ranked.size()); ++k)
    if (is_answer(answers, ranked[k])) return k + 1;
  return 0;
}

}  // namespace

double average_precision(const List& ranked, const List& answers, std::size_t most) {
  double sum = 0;
  std::size_t found = 0;
  for (std::size_t k = 0; k < std::min(most, ranked.size()); ++k)
    if (is_answer(answers, ranked[k])) sum += static_cast<double>(++found) / static_cast<double>(k + 1);
  // So that a perfect answer has 1, even if there are more right items than places.
  const std::size_t possible = std::min(answers.size(), most);
  return possible == 0 ? 0 : sum / static_cast<double>(possible);
}

double hit(const List& ranked, const List& answers, std::size_t most) {
  return first_rank(ranked, answers, most) > 0 ? 1 : 0;
}

double reciprocal_rank(const List& ranked, const List& answers, std::size_t most) {
  const std::size_t rank = first_rank(ranked, answers, most);
  return rank > 0 ? 1 / static_cast<double>(rank) : 0;
}

Interval bootstrap(std::span<const double> values, std::uint64_t seed, std::size_t rounds) {
  if (values.empty()) return {};
  // The percentile bootstrap: the values are drawn with repetition `rounds` times; the middle 95 % of the means are the
  // interval.
  const auto count = static_cast<double>(values.size());
  embed::Random random(seed);
  std::vector<double> means(rounds);
  for (double& mean : means) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      sum += values[random.below(static_cast<std::uint32_t>(values.size()))];
    mean = sum / count;
  }
  std::sort(means.begin(), means.end());
  const auto at = [&](double share) {
    return means[static_cast<std::size_t>(std::lround(share * static_cast<double>(rounds - 1)))];
  };
  return {std::accumulate(values.begin(), values.end(), 0.0) / count, at(0.025), at(0.975)};
}

}  // namespace segue::evaluation
