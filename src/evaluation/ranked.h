// The product's recommender on a public set: each of its signals alone, and the order that trees give their candidates.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "evaluation/nowplaying.h"
#include "evaluation/polimi.h"
#include "evaluation/questions.h"

namespace segue::evaluation {

struct RankedOptions {
  std::uint64_t seed = 1;       // of hiding, vectors and trees
  unsigned vector_threads = 1;  // more give other vectors in each run
  unsigned threads = 1;         // of all else; any number gives the same answers
  bool signals = true;          // whether each signal answers alone, too
};

struct NamedAnswers {
  std::string name;  // of a signal; "ranked" = the trees' order of all candidates
  Answers answers;
};

using OnPhase = std::function<void(const std::string& phase)>;

// The trees learn from places that are hidden in `lists`, and then all of `lists` is counted to answer. `questions`
// must not be of these lists' hidden places. Lists too few to learn from give no "ranked".
std::vector<NamedAnswers> ranked_polimi(const Polimi& set, const std::vector<List>& lists,
                                        const std::vector<Question>& questions, const RankedOptions& options,
                                        const OnPhase& on_phase);

// The trees learn from the last tenth of the sessions, with signals of those before; then all sessions are counted.
std::vector<NamedAnswers> ranked_nowplaying(const NowPlaying& set, const std::vector<Question>& questions,
                                            const RankedOptions& options, const OnPhase& on_phase);

}  // namespace segue::evaluation
