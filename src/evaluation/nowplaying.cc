#include "evaluation/nowplaying.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"
#include "evaluation/table_file.h"

namespace segue::evaluation {

NowPlaying read_nowplaying(const std::filesystem::path& folder) {
  NowPlaying set;
  each_row(folder / "train_sessions.txt.gz", '\t', {"session"}, false, [&](const TableRow& row) {
    set.sessions.push_back(row.numbers(0, "session"));
    for (const Item item : set.sessions.back()) set.items = std::max<std::size_t>(set.items, item + std::size_t{1});
  });
  each_row(folder / "test_prefix_target.tsv.gz", '\t', {"prefix", "next"}, false, [&](const TableRow& row) {
    Question question{.context = row.numbers(0, "prefix"), .answers = {row.number(1, "next")}, .is_ordered = true};
    for (const Item item : question.context) set.items = std::max<std::size_t>(set.items, item + std::size_t{1});
    set.items = std::max<std::size_t>(set.items, question.answers[0] + std::size_t{1});
    set.questions.push_back(std::move(question));
  });
  if (set.sessions.empty() || set.questions.empty())
    throw base::Error(
        base::Fault::input,
        fmt::format("{} has no row", set.sessions.empty() ? "train_sessions.txt.gz" : "test_prefix_target.tsv.gz"));
  return set;
}

NowPlaying split_for_validation(NowPlaying set) {
  NowPlaying split{set.items, {}, {}};
  const std::size_t earlier = set.sessions.size() - set.sessions.size() / 10;
  for (std::size_t i = earlier; i < set.sessions.size(); ++i) {
    const List& session = set.sessions[i];
    // A question for each place but the first: the session up to there, and the next item as the answer.
    for (std::size_t at = 1; at < session.size(); ++at)
      split.questions.push_back({.context = List(session.begin(), session.begin() + static_cast<std::ptrdiff_t>(at)),
                                 .answers = {session[at]},
                                 .is_ordered = true});
  }
  set.sessions.resize(earlier);
  split.sessions = std::move(set.sessions);
  if (split.sessions.empty() || split.questions.empty())
    throw base::Error(base::Fault::usage, "the set is too small to split a tenth off: leave --validation out");
  return split;
}

Score score_nowplaying(std::string name, std::string rule, const NowPlaying& set, const Answers& answers,
                       std::uint64_t seed) {
  std::vector<double> ten, twenty, reciprocal;
  for (std::size_t i = 0; i < set.questions.size(); ++i) {
    const List& next = set.questions[i].answers;
    ten.push_back(hit(answers[i], next, 10));
    twenty.push_back(hit(answers[i], next, 20));
    reciprocal.push_back(reciprocal_rank(answers[i], next, 20));
  }
  return {std::move(name),
          std::move(rule),
          {{"p@10", bootstrap(ten, seed)}, {"p@20", bootstrap(twenty, seed)}, {"mrr@20", bootstrap(reciprocal, seed)}}};
}

}  // namespace segue::evaluation
