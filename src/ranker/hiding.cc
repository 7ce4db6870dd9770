#include "ranker/hiding.h"

#include <algorithm>
#include <random>

namespace segue::ranker {
namespace {

using signals::Item;
using signals::List;

// Numbers below a bound, the same on every machine.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

 private:
  std::mt19937_64 random_;
};

// Returns the numbers of the lists whose places are hidden.
std::vector<std::uint32_t> drawn_lists(const std::vector<List>& lists, const std::vector<bool>& ordered,
                                       const HidingOptions& options, Draws& draws) {
  std::vector<std::uint32_t> of_kind[2];
  for (std::uint32_t list = 0; list < lists.size(); ++list)
    if (lists[list].size() >= options.least_length) of_kind[ordered[list] ? 1 : 0].push_back(list);
  for (auto& all : of_kind)
    for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[draws.below(i)]);
  const std::size_t wanted = std::min(options.puzzles, lists.size() / 2);
  const auto share = static_cast<std::size_t>(static_cast<double>(wanted) * options.ordered_share);
  // Where one kind is short the other fills up.
  const std::size_t in_order =
      std::min(of_kind[1].size(), std::max(share, wanted - std::min(wanted, of_kind[0].size())));
  of_kind[1].resize(in_order);
  of_kind[0].resize(std::min(of_kind[0].size(), wanted - in_order));
  of_kind[0].insert(of_kind[0].end(), of_kind[1].begin(), of_kind[1].end());
  return of_kind[0];
}

// Takes the answers out of the list.
List take_answers(List& list, bool is_ordered, const HidingOptions& options, Draws& draws) {
  const auto count =
      std::max(options.least_answers, static_cast<std::size_t>(static_cast<double>(list.size()) * options.share));
  List answers;
  if (is_ordered) {
    answers.assign(list.end() - static_cast<std::ptrdiff_t>(count), list.end());
    list.resize(list.size() - count);
  } else {
    for (std::size_t i = 0; i < count; ++i) {
      const auto at = list.begin() + static_cast<std::ptrdiff_t>(draws.below(list.size()));
      answers.push_back(*at);
      list.erase(at);
    }
  }
  std::sort(answers.begin(), answers.end());
  return answers;
}

}  // namespace

PuzzleSet hide(std::vector<List> lists, const std::vector<bool>& ordered, const HidingOptions& options) {
  Draws draws(options.seed);
  PuzzleSet hidden;
  for (const std::uint32_t number : drawn_lists(lists, ordered, options, draws)) {
    List& list = lists[number];
    Puzzle puzzle;
    puzzle.answers = take_answers(list, ordered[number], options, draws);
    const std::size_t cut = list.size() - std::min(list.size(), options.most_context);
    puzzle.context.items.assign(list.begin() + static_cast<std::ptrdiff_t>(cut), list.end());
    puzzle.context.is_ordered = ordered[number];
    hidden.puzzles.push_back(std::move(puzzle));
  }
  hidden.lists = std::move(lists);
  return hidden;
}

std::vector<Puzzle> next_puzzles(std::span<const List> sessions, std::size_t most, std::uint64_t seed) {
  std::size_t places = 0;
  for (const List& session : sessions) places += session.empty() ? 0 : session.size() - 1;
  Draws draws(seed);
  std::vector<Puzzle> puzzles;
  for (const List& session : sessions)
    for (std::size_t at = 1; at < session.size(); ++at, --places) {
      // Selection sampling (Knuth, algorithm S): of the places that are left, so many are still wanted.
      if (draws.below(places) >= most - puzzles.size()) continue;
      Puzzle& puzzle = puzzles.emplace_back();
      puzzle.context.items.assign(session.begin(), session.begin() + static_cast<std::ptrdiff_t>(at));
      puzzle.context.is_ordered = true;
      puzzle.answers = {session[at]};
    }
  return puzzles;
}

}  // namespace segue::ranker
