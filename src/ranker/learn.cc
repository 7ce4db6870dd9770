#include "ranker/learn.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "ranker/features.h"

namespace segue::ranker {
namespace {

// Calls work(number, candidates) for each number below `count`, spread over threads.
template <class ContextOf, class Work>
void each_described(const PanelSource& signals, std::size_t count, unsigned threads, const ContextOf& context_of,
                    const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto take = [&] {
    Describer describer(signals.panel(), signals.facts(), signals.repeats());
    for (std::size_t i; (i = next++) < count;) work(i, describer.describe(context_of(i)));
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(take);
  take();
}

}  // namespace

std::vector<std::string> feature_names(const PanelSource& signals) {
  return Describer(signals.panel(), signals.facts()).names();
}

Examples examples_of(const PanelSource& signals, const std::vector<Puzzle>& puzzles, unsigned threads) {
  std::vector<Described> described(puzzles.size());
  each_described(
      signals, puzzles.size(), threads,
      [&](std::size_t i) -> const signals::ListContext& { return puzzles[i].context; },
      [&](std::size_t i, Described one) { described[i] = std::move(one); });
  Examples examples;
  examples.width = feature_names(signals).size();
  for (std::size_t i = 0; i < described.size(); ++i) {
    const auto is_hidden = [&](signals::Item item) {
      return std::binary_search(puzzles[i].answers.begin(), puzzles[i].answers.end(), item);
    };
    // A puzzle without an answer among its candidates teaches no order.
    if (std::none_of(described[i].items.begin(), described[i].items.end(), is_hidden)) continue;
    for (const signals::Item item : described[i].items) examples.labels.push_back(is_hidden(item) ? 1 : 0);
    examples.numbers.insert(examples.numbers.end(), described[i].numbers.begin(), described[i].numbers.end());
    examples.sizes.push_back(static_cast<std::int32_t>(described[i].items.size()));
    described[i] = {};
  }
  return examples;
}

std::vector<std::vector<signals::ScoredItem>> rank_all(const PanelSource& signals, const Trees& trees,
                                                       const std::vector<signals::ListContext>& contexts,
                                                       std::size_t most, unsigned threads) {
  std::vector<std::vector<signals::ScoredItem>> all(contexts.size());
  const std::size_t width = feature_names(signals).size();
  each_described(
      signals, contexts.size(), threads, [&](std::size_t i) -> const signals::ListContext& { return contexts[i]; },
      [&](std::size_t i, const Described& described) {
        const auto scores = trees.scores(described.numbers, width);
        for (std::size_t c = 0; c < scores.size(); ++c) all[i].push_back({described.items[c], scores[c]});
        signals::keep_best(all[i], most);
      });
  return all;
}

}  // namespace segue::ranker
