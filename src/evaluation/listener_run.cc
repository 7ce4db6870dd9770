#include "evaluation/listener_run.h"

#include <fmt/core.h>

#include "base/error.h"
#include "evaluation/listener_lists.h"

namespace segue::evaluation {
namespace {

// The lists of all contenders, in the order in which they came first.
class Answered {
 public:
  explicit Answered(std::size_t dates) : dates_(dates) {}
  void add(std::size_t date, std::vector<NamedList> lists) {
    for (NamedList& one : lists) {
      auto at = contenders_.begin();
      while (at != contenders_.end() && at->first != one.name) ++at;
      if (at == contenders_.end()) at = contenders_.insert(at, {one.name, ListsBySeed(dates_)});
      at->second[date].push_back(std::move(one.list));
    }
  }
  const std::vector<std::pair<std::string, ListsBySeed>>& contenders() const { return contenders_; }

 private:
  std::size_t dates_;
  std::vector<std::pair<std::string, ListsBySeed>> contenders_;
};

std::vector<std::string> warnings_of(const std::vector<Score>& scores) {
  std::vector<std::string> warnings;
  const Score& own = scores.front();
  for (const Score& other : scores)
    for (std::size_t m = 0; m < other.metrics.size(); ++m)
      if (other.metrics[m].first.find('@') != std::string::npos && !other.name.starts_with("segue") &&
          other.metrics[m].second.mean > own.metrics[m].second.mean)
        warnings.push_back(fmt::format("{} is better than segue in {}", other.name, other.metrics[m].first));
  return warnings;
}

}  // namespace

Evaluated evaluate_listener(const ListenerSet& set, const ListenerOptions& options, const embed::TrainOptions& training,
                            const EvaluationWatch& watch) {
  if (set.repertoire.lists.empty())
    throw base::Error(base::Fault::usage,
                      "there is no list to recommend from: add playlists of other people (`segue corpus add PATH`)");
  std::vector<Cut> cuts;
  for (const base::Instant date : dates_of(set, options.cuts)) cuts.push_back(cut_at(set, date, options.cuts));
  const recommend::RepertoireIndex index(set.repertoire);
  Answered answered(cuts.size());
  std::size_t answers = 0, of_new_artists = 0;
  for (std::size_t date = 0; date < cuts.size(); ++date) {
    answers += cuts[date].answers.size();
    of_new_artists += cuts[date].of_new_artists.size();
    for (std::size_t seed = 0; seed < options.seeds; ++seed) {
      watch.phase(fmt::format("cut {} of {}, seed {} of {}", date + 1, cuts.size(), seed + 1, options.seeds));
      embed::TrainOptions own = training;
      own.seed += seed;
      answered.add(date, lists_by_model(set, index, cuts[date], model_at(set, cuts[date], own)));
    }
    if (options.baselines) answered.add(date, lists_by_counting(set, index, cuts[date]));
  }
  Evaluated result;
  result.protocol = name_of(Protocol::listener);
  result.seed = training.seed;
  for (const auto& [name, lists] : answered.contenders())
    result.scores.push_back(score_listener(name, set, cuts, lists, training.seed));
  result.warnings = warnings_of(result.scores);
  result.sizes = {{"plays", set.plays.size()},
                  {"songs", set.repertoire.size()},
                  {"lists", set.repertoire.lists.size()},
                  {"cuts", cuts.size()},
                  {"seeds", options.seeds},
                  {"answers", answers},
                  {"answers_of_new_artists", of_new_artists}};
  return result;
}

}  // namespace segue::evaluation
