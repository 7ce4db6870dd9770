// How it works: places are hidden before training, and the model must guess each from its neighbours in the list. A
// model has two scoring rules, so half of the questions choose the rule and the other half measure it: choosing and
// measuring on the same questions would flatter the model. Popularity answers the same questions for comparison.
#include "embed/held_out.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include "embed/random.h"
#include "vectors/arithmetic.h"
#include "vectors/kernels.h"

namespace segue::embed {
namespace {

using vectors::add_scaled;
using vectors::dot;

constexpr std::uint64_t kReach = 10;  // places on each side that a question shows
constexpr std::size_t kGuesses = 10;
constexpr float kPopularityWeight = 0.3f;  // weight of ln(1 + count), added to the dot product

// Returns the rows of the recordings, each scaled to length 1.
std::vector<float> normed(const std::vector<float>& matrix, std::uint32_t rows, std::size_t n) {
  std::vector<float> out(matrix.begin(), matrix.begin() + static_cast<std::ptrdiff_t>(rows * n));
  vectors::normalise(out.data(), rows, n);
  return out;
}

// True if fewer than ten recordings outside the context score above the answer. A score that is not finite is a miss.
template <class Score>
bool is_hit(std::uint32_t rows, const HeldOutQuestion& question, Score score) {
  const std::unordered_set<std::uint32_t> seen(question.context.begin(), question.context.end());
  const float mark = score(question.answer);
  if (!std::isfinite(mark)) return false;
  std::size_t better = 0;
  for (std::uint32_t row = 0; row < rows && better < kGuesses; ++row)
    if (row != question.answer && !seen.contains(row) &&
        (score(row) > mark || (score(row) == mark && row < question.answer)))
      ++better;
  return better < kGuesses;
}

struct Hits {
  std::size_t questions = 0, input_output = 0, input_input = 0, popularity = 0;
};

Hits count_hits(const Model& model, const std::vector<float>& unit, const Hidden& hidden, std::size_t parity) {
  const std::size_t n = model.options.dimension;
  const std::uint32_t rows = model.vocabulary.recordings;
  const std::vector<HeldOutQuestion>& questions = hidden.questions;
  Hits hits;
  std::vector<float> mean(n), direction(n);
  // Even questions choose, odd ones measure; both halves are drawn alike.
  for (std::size_t q = parity; q < questions.size(); q += 2) {
    const HeldOutQuestion& question = questions[q];
    std::fill(mean.begin(), mean.end(), 0.0f);
    std::fill(direction.begin(), direction.end(), 0.0f);
    for (const std::uint32_t row : question.context) {
      add_scaled(mean.data(), model.input_row(row).data(), 1.0f / static_cast<float>(question.context.size()), n);
      add_scaled(direction.data(), unit.data() + std::size_t{row} * n, 1.0f, n);
    }
    ++hits.questions;
    hits.input_output += is_hit(rows, question, [&](std::uint32_t row) {
      return dot(mean.data(), model.output_row(row).data(), n) +
             kPopularityWeight * std::log1p(static_cast<float>(hidden.counts[row]));
    });
    hits.input_input += is_hit(rows, question, [&](std::uint32_t row) {
      return dot(direction.data(), unit.data() + std::size_t{row} * n, n);
    });
    hits.popularity +=
        is_hit(rows, question, [&](std::uint32_t row) { return static_cast<float>(hidden.counts[row]); });
  }
  return hits;
}

}  // namespace

Hidden hide_places(Lists& lists, std::uint32_t recordings, std::size_t most, std::uint64_t seed) {
  Random random(seed);
  const float share = static_cast<float>(most) / static_cast<float>(std::max<std::size_t>(lists.places.size(), 1));
  Hidden result;
  std::vector<bool> hidden(lists.places.size(), false);
  for (auto place = hidden.begin(); place != hidden.end(); ++place) *place = random.unit() < share;
  for (std::size_t i = 0; i < lists.size(); ++i)
    for (std::uint64_t at = lists.starts[i]; at < lists.starts[i + 1]; ++at) {
      if (!hidden[at] || lists.places[at].recording == kNone) continue;
      HeldOutQuestion question{{}, lists.places[at].recording};
      const std::uint64_t from = std::max(lists.starts[i], at > kReach ? at - kReach : 0);
      for (std::uint64_t p = from; p < std::min(lists.starts[i + 1], at + kReach + 1); ++p)
        if (!hidden[p] && lists.places[p].recording != kNone) question.context.push_back(lists.places[p].recording);
      const std::unordered_set<std::uint32_t> different(question.context.begin(), question.context.end());
      if (different.size() >= 4 && !different.contains(question.answer))
        result.questions.push_back(std::move(question));
    }
  for (std::size_t p = 0; p < hidden.size(); ++p)
    // Hidden places stay as empty ones, so that their neighbours keep their distance.
    if (hidden[p]) lists.places[p] = Place{};
  result.counts.resize(recordings);
  for (const Place& place : lists.places)
    if (place.recording != kNone) ++result.counts[place.recording];
  return result;
}

double hit_rate(const Rows& input, const Rows& output, const Hidden& hidden, std::size_t most) {
  const auto& kernels = vectors::kernels();
  std::vector<float> mean(input.n), scores(hidden.counts.size());
  std::size_t asked = 0, hits = 0;
  // Asks the half that chooses: watching a training must not use the half that measures.
  for (std::size_t q = 0; q < hidden.questions.size() && asked < most; q += 2, ++asked) {
    const HeldOutQuestion& question = hidden.questions[q];
    std::fill(mean.begin(), mean.end(), 0.0f);
    for (const std::uint32_t row : question.context)
      kernels.add(mean.data(), 1.0f, input[row].data(), 1.0f / static_cast<float>(question.context.size()), input.n);
    kernels.scan(output.first, output.stride, scores.size(), mean.data(), input.n, scores.data());
    hits += is_hit(static_cast<std::uint32_t>(scores.size()), question, [&](std::uint32_t row) {
      return scores[row] + kPopularityWeight * std::log1p(static_cast<float>(hidden.counts[row]));
    });
  }
  return asked > 0 ? static_cast<double>(hits) / static_cast<double>(asked) : 0;
}

HeldOut measure(const Model& model, const Hidden& hidden) {
  const auto unit = normed(model.input, model.vocabulary.recordings, model.options.dimension);
  const Hits choosing = count_hits(model, unit, hidden, 0);
  const Hits measured = count_hits(model, unit, hidden, 1);
  HeldOut result;
  result.questions = measured.questions;
  if (measured.questions == 0) return result;
  const auto rate = [&](std::size_t hits) {
    return static_cast<double>(hits) / static_cast<double>(measured.questions);
  };
  result.input_output = rate(measured.input_output);
  result.input_input = rate(measured.input_input);
  result.popularity_hit_rate = rate(measured.popularity);
  // Chosen by one half, reported by the other.
  const bool output = choosing.input_output >= choosing.input_input;
  result.scoring = output ? "input-output" : "input-input";
  result.hit_rate = output ? result.input_output : result.input_input;
  return result;
}

}  // namespace segue::embed
