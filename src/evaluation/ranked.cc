// How it works: items are numbered by falling count, as the signals ask; answers are turned back at the end.
#include "evaluation/ranked.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "evaluation/baselines.h"
#include "evaluation/ranked_vectors.h"
#include "ranker/learn.h"
#include "ranker/list_signals.h"
#include "ranker/session_signals.h"

namespace segue::evaluation {
namespace {

constexpr std::size_t kFewestPuzzles = 50;    // with an answer among the candidates
constexpr std::size_t kNextPuzzles = 60'000;  // of the last tenth of the sessions

class ByCount {
 public:
  ByCount(const std::vector<List>& lists, std::size_t items) : number_(popularity_order(lists, items)), item_(items) {
    for (Item item = 0; item < items; ++item) item_[number_[item]] = item;
  }
  List numbers(List items) const {
    for (Item& item : items) item = number_[item];
    return items;
  }
  std::vector<List> numbers(std::vector<List> lists) const {
    for (List& list : lists) list = numbers(std::move(list));
    return lists;
  }
  List items(const std::vector<signals::ScoredItem>& scored) const {
    List items;
    for (const auto& one : scored) items.push_back(item_[one.item]);
    return items;
  }
  Item number(Item item) const { return number_[item]; }

 private:
  std::vector<std::uint32_t> number_;
  List item_;
};

ranker::Material material_without_names(std::vector<List> lists, std::size_t items) {
  ranker::Material material;
  material.ordered.assign(lists.size(), false);
  material.lists = std::move(lists);
  material.artists.assign(items, signals::Groups::kNone);
  material.albums.assign(items, signals::Groups::kNone);
  material.seconds.assign(items, 0);
  return material;
}

// Lets each signal of the panel answer by itself.
std::vector<NamedAnswers> answers_of_signals(const ranker::PanelSource& source,
                                             const std::vector<signals::ListContext>& contexts, const ByCount& by_count,
                                             std::size_t most, unsigned threads) {
  std::vector<NamedAnswers> all;
  for (const auto& member : source.panel()) all.push_back({member.name, Answers(contexts.size())});
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    const auto panel = source.panel();
    signals::ItemSet left_out(source.facts().counts.size());
    for (std::size_t i; (i = next++) < contexts.size();) {
      left_out.clear();
      if (!source.repeats())
        for (const Item item : contexts[i].items) left_out.insert(item);
      for (std::size_t m = 0; m < panel.size(); ++m) {
        panel[m].signal->look_at(contexts[i]);
        all[m].answers[i] = by_count.items(panel[m].signal->best(most, left_out));
      }
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
  work();
  return all;
}

// Where the signals know too few candidates the most frequent items follow.
void fill_up(std::vector<signals::ScoredItem>& best, const List& left_out, std::size_t most) {
  const auto is_there = [&](Item item) {
    return std::find(left_out.begin(), left_out.end(), item) != left_out.end() ||
           std::any_of(best.begin(), best.end(), [&](const auto& one) { return one.item == item; });
  };
  for (Item item = 0; best.size() < most && item < most + left_out.size(); ++item)
    if (!is_there(item)) best.push_back({item, 0});
}

// Answers by each signal, if that is asked for, and by the trees.
std::vector<NamedAnswers> answers_of(const ranker::PanelSource& source, const ranker::Examples& examples,
                                     const ranker::TreesOptions& trees_options,
                                     const std::vector<signals::ListContext>& contexts, const ByCount& by_count,
                                     std::size_t most, const RankedOptions& options, const OnPhase& on_phase) {
  std::vector<NamedAnswers> all;
  if (options.signals) {
    on_phase("answers of each signal");
    all = answers_of_signals(source, contexts, by_count, most, options.threads);
  }
  if (examples.sizes.size() < kFewestPuzzles) return all;
  on_phase("trees");
  const auto trees = ranker::Trees::train(examples, ranker::feature_names(source), trees_options, [](std::uint32_t) {});
  on_phase("answers of the trees");
  NamedAnswers& ranked = all.emplace_back(NamedAnswers{"ranked", {}});
  auto best = ranker::rank_all(source, trees, contexts, most, options.threads);
  for (std::size_t i = 0; i < best.size(); ++i) {
    fill_up(best[i], source.repeats() ? List{} : contexts[i].items, std::min(most, source.facts().counts.size()));
    ranked.answers.push_back(by_count.items(best[i]));
  }
  return all;
}

std::vector<signals::ListContext> contexts_of(const std::vector<Question>& questions, const ByCount& by_count) {
  std::vector<signals::ListContext> contexts;
  for (const Question& question : questions)
    contexts.push_back({by_count.numbers(question.context), {}, question.is_ordered});
  return contexts;
}

}  // namespace

std::vector<NamedAnswers> ranked_polimi(const Polimi& set, const std::vector<List>& lists,
                                        const std::vector<Question>& questions, const RankedOptions& options,
                                        const OnPhase& on_phase) {
  const std::size_t items = set.tracks.size();
  const ByCount by_count(lists, items);
  ranker::Material material = material_without_names(by_count.numbers(lists), items);
  material.ordered = set.ordered;
  for (Item item = 0; item < items; ++item) {
    const Polimi::Track& track = set.tracks[item];
    if (!track.is_known()) continue;
    material.artists[by_count.number(item)] = track.artist;
    material.albums[by_count.number(item)] = track.album;
    material.seconds[by_count.number(item)] = track.seconds;
  }
  const ranker::VectorsOf vectors_of = [&](const std::vector<List>& counted) {
    return vectors_for_lists(counted, items, options.seed, options.vector_threads);
  };
  on_phase("signals without hidden places");
  ranker::HidingOptions hiding;
  hiding.seed = options.seed;
  const ranker::PuzzleSet hidden = ranker::hide(material.lists, material.ordered, hiding);
  ranker::Examples examples;
  if (!hidden.puzzles.empty())
    examples = ranker::examples_of(ranker::ListSignals(material, hidden.lists, vectors_of, options.threads),
                                   hidden.puzzles, options.threads);
  on_phase("signals of all lists");
  const ranker::ListSignals signals(material, material.lists, vectors_of, options.threads);
  ranker::TreesOptions trees;
  trees.seed = options.seed;
  return answers_of(signals, examples, trees, contexts_of(questions, by_count), by_count, kPolimiAsked.most, options,
                    on_phase);
}

std::vector<NamedAnswers> ranked_nowplaying(const NowPlaying& set, const std::vector<Question>& questions,
                                            const RankedOptions& options, const OnPhase& on_phase) {
  const ByCount by_count(set.sessions, set.items);
  ranker::Material material = material_without_names(by_count.numbers(set.sessions), set.items);
  const std::size_t earlier = material.lists.size() - material.lists.size() / 10;
  on_phase("candidates in the last tenth");
  const auto examples = ranker::examples_of(
      ranker::SessionSignals(material, earlier),
      ranker::next_puzzles(std::span(material.lists).subspan(earlier), kNextPuzzles, options.seed), options.threads);
  const ranker::SessionSignals signals(material, material.lists.size());
  ranker::TreesOptions trees;
  trees.seed = options.seed;
  trees.trees = 250;
  trees.rate = 0.06;
  trees.truncation = 25;
  return answers_of(signals, examples, trees, contexts_of(questions, by_count), by_count, kNowPlayingAsked.most,
                    options, on_phase);
}

}  // namespace segue::evaluation
