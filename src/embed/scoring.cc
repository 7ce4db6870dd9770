// How it works: scoring is a product of two matrices, contexts × candidates, made in blocks of 32 contexts and 48
// candidates that fit into the nearest cache. The scores of a block are looked at before the next block replaces them.
// A tile of candidates meets four blocks of contexts in turn, so that the candidates are read from memory a quarter as
// often. A context's heap keeps its best; most candidates score below its worst and cost one comparison.
#include "embed/scoring.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

#include "base/error.h"
#include "vectors/arithmetic.h"
#include "vectors/kernels.h"

namespace segue::embed {
namespace {

constexpr std::size_t kContexts = vectors::kColumns;
constexpr std::size_t kTile = 48;              // candidates per block
constexpr std::size_t kGroup = 4 * kContexts;  // contexts for which a tile is read once

bool is_better(const Scored& a, const Scored& b) {
  return a.score != b.score ? a.score > b.score : a.candidate < b.candidate;
}

bool is_left_out(const ScoringContext& context, std::uint32_t candidate) {
  return std::binary_search(context.left_out.begin(), context.left_out.end(), candidate);
}

// The best candidates of one context so far; the heap has the worst of them on top.
class Best {
 public:
  explicit Best(std::size_t most) : most_(most) {}
  void offer(const Scored& one) {
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end(), is_better);
      heap_.pop_back();
    }
    heap_.push_back(one);
    std::push_heap(heap_.begin(), heap_.end(), is_better);
  }
  // The score to beat. Candidates come in rising order, so one that only equals the worst is worse.
  float bar() const { return heap_.size() < most_ ? -std::numeric_limits<float>::infinity() : heap_.front().score; }
  std::vector<Scored> taken() {
    std::sort_heap(heap_.begin(), heap_.end(), is_better);
    return std::move(heap_);
  }

 private:
  std::size_t most_;
  std::vector<Scored> heap_;
};

}  // namespace

constexpr std::size_t kLine = 16;
struct alignas(64) Scorer::Line {
  float numbers[kLine];
};

std::string_view text_of(ScoringRule rule) {
  switch (rule) {
    case ScoringRule::input_output:
      return "input-output";
    case ScoringRule::input_normed:
      return "input-normed";
    case ScoringRule::input_output_popular:
      return "input-output-popular";
    case ScoringRule::input_input:
      return "input-input";
    case ScoringRule::output_input:
      return "output-input";
  }
  return "";
}

ScoringRule rule_of(std::string_view text) {
  std::string all;
  for (const ScoringRule rule : kRules) {
    if (text_of(rule) == text) return rule;
    all += fmt::format("{}{}", all.empty() ? "" : ", ", text_of(rule));
  }
  throw base::Error(base::Fault::usage, fmt::format("{} is not a rule of scoring; the rules are {}", text, all));
}

Sides sides_of(const Model& model, ScoringRule rule, float popularity) {
  const std::uint32_t recordings = model.vocabulary.recordings;
  const std::size_t n = model.options.dimension;
  const auto of_recordings = [&](const std::vector<float>& rows) {
    return std::vector<float>(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(recordings * n));
  };
  Sides sides{n, {}, {}, std::vector<float>(recordings, 0.0f)};
  sides.contexts = rule == ScoringRule::output_input ? model.output : model.input;
  sides.candidates =
      of_recordings(rule == ScoringRule::output_input || rule == ScoringRule::input_input ? model.input : model.output);
  if (rule == ScoringRule::input_normed || rule == ScoringRule::input_input)
    vectors::normalise(sides.candidates.data(), recordings, n);
  if (rule == ScoringRule::input_output_popular)
    for (std::uint32_t row = 0; row < recordings; ++row)
      sides.bias[row] =
          popularity * std::log(static_cast<float>(std::max<std::uint64_t>(model.vocabulary.counts[row], 1)));
  return sides;
}

std::vector<float> Scorer::mean_of(const ScoringContext& context) const {
  std::vector<float> mean(sides_.n, 0.0f);
  float sum = 0;
  for (std::size_t i = 0; i < context.rows.size(); ++i) {
    const float weight = context.weights.empty() ? 1.0f : context.weights[i];
    vectors::add_scaled(mean.data(), sides_.contexts.data() + context.rows[i] * sides_.n, weight, sides_.n);
    sum += weight;
  }
  for (float& x : mean) x = sum > 0 ? x / sum : 0;
  return mean;
}

// Returns the contexts' means as product() reads them, one block of 32 contexts behind the other: number i of all
// contexts of a block stand side by side. The places behind the last context are zeros.
std::vector<Scorer::Line> Scorer::columns_of(std::span<const ScoringContext> contexts) const {
  const std::size_t blocks = (contexts.size() + kContexts - 1) / kContexts;
  std::vector<Line> columns(blocks * sides_.n * kContexts / kLine);
  for (std::size_t c = 0; c < contexts.size(); ++c) {
    const auto mean = mean_of(contexts[c]);
    float* block = columns.front().numbers + c / kContexts * sides_.n * kContexts;
    for (std::size_t i = 0; i < sides_.n; ++i) block[i * kContexts + c % kContexts] = mean[i];
  }
  return columns;
}

// Calls visit(first context, count, first candidate, count, scores by candidate then context) until all pairs are
// scored. Threads share the groups of contexts; the candidates of one context come in rising order.
template <class Visit>
void Scorer::each_block(std::span<const ScoringContext> contexts, unsigned threads, const Visit& visit) const {
  const vectors::Kernels& kernels = vectors::kernels();
  const std::size_t n = sides_.n, candidates = sides_.bias.size();
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    std::vector<Line> room(kTile * kContexts / kLine);
    float* scores = room.front().numbers;
    for (std::size_t first; (first = next.fetch_add(kGroup)) < contexts.size();) {
      const auto group = contexts.subspan(first, std::min(kGroup, contexts.size() - first));
      const auto columns = columns_of(group);
      for (std::size_t at = 0; at < candidates; at += kTile) {
        const std::size_t rows = std::min(kTile, candidates - at);
        for (std::size_t c = 0; c < group.size(); c += kContexts) {
          kernels.product(sides_.candidates.data() + at * n, rows, n, columns.front().numbers + c * n, scores);
          for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t k = 0; k < kContexts; ++k) scores[r * kContexts + k] += sides_.bias[at + r];
          visit(first + c, std::min(kContexts, group.size() - c), at, rows, scores);
        }
      }
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
}

std::vector<std::vector<Scored>> Scorer::best(std::span<const ScoringContext> contexts, std::size_t most,
                                              unsigned threads) const {
  std::vector<Best> found(contexts.size(), Best(most));
  std::vector<std::vector<Scored>> result(contexts.size());
  if (most == 0) return result;
  each_block(contexts, threads,
             [&](std::size_t first, std::size_t count, std::size_t at, std::size_t rows, const float* scores) {
               float bars[kContexts];
               for (std::size_t c = 0; c < kContexts; ++c)
                 // Contexts beyond the last have a bar that no score passes, so the loop below needs no bounds.
                 bars[c] = c < count ? found[first + c].bar() : std::numeric_limits<float>::infinity();
               for (std::size_t r = 0; r < rows; ++r) {
                 const float* row = scores + r * kContexts;
                 unsigned any = 0;
                 for (std::size_t c = 0; c < kContexts; ++c) any |= row[c] > bars[c] ? 1u : 0u;
                 if (any == 0) continue;
                 const auto candidate = static_cast<std::uint32_t>(at + r);
                 for (std::size_t c = 0; c < count; ++c)
                   if (row[c] > bars[c] && !is_left_out(contexts[first + c], candidate)) {
                     found[first + c].offer({candidate, row[c]});
                     bars[c] = found[first + c].bar();
                   }
               }
             });
  for (std::size_t i = 0; i < found.size(); ++i) result[i] = found[i].taken();
  return result;
}

std::vector<double> Scorer::ranks(std::span<const ScoringContext> contexts, std::span<const std::uint32_t> candidates,
                                  unsigned threads) const {
  // A first pass takes the candidate's own score from the same loop, so that equal scores are equal to the last bit.
  std::vector<float> own(contexts.size(), 0);
  each_block(contexts, threads,
             [&](std::size_t first, std::size_t count, std::size_t at, std::size_t rows, const float* scores) {
               for (std::size_t c = 0; c < count; ++c)
                 if (candidates[first + c] >= at && candidates[first + c] < at + rows)
                   own[first + c] = scores[(candidates[first + c] - at) * kContexts + c];
             });
  std::vector<double> result(contexts.size(), 1);
  each_block(contexts, threads,
             [&](std::size_t first, std::size_t count, std::size_t at, std::size_t rows, const float* scores) {
               for (std::size_t c = 0; c < count; ++c)
                 for (std::size_t r = 0; r < rows; ++r) {
                   const float score = scores[r * kContexts + c];
                   const auto candidate = static_cast<std::uint32_t>(at + r);
                   if (score < own[first + c] || candidate == candidates[first + c] ||
                       is_left_out(contexts[first + c], candidate))
                     continue;
                   // A tie counts half: the mean of its two possible orders.
                   result[first + c] += score > own[first + c] ? 1 : 0.5;
                 }
             });
  return result;
}

}  // namespace segue::embed
