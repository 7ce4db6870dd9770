#include "evaluation/listener.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "base/error.h"
#include "recommend/discovery.h"
#include "recommend/taste.h"

namespace segue::evaluation {
namespace {

constexpr std::size_t kShown = 30;  // songs of the list that people see

base::Millis days(double count) {
  return base::Millis(static_cast<std::int64_t>(count * 86'400'000));
}

double hits(const List& list, const List& answers, std::size_t most) {
  double found = 0;
  for (std::size_t i = 0; i < std::min(most, list.size()); ++i)
    found += std::binary_search(answers.begin(), answers.end(), list[i]);
  return found;
}

// The mean, over the pairs of seeds, of the share of the first 30 that both lists have.
double kept(const std::vector<List>& by_seed) {
  double sum = 0;
  std::size_t pairs = 0;
  for (std::size_t a = 0; a < by_seed.size(); ++a)
    for (std::size_t b = a + 1; b < by_seed.size(); ++b, ++pairs) {
      List other(by_seed[b].begin(),
                 by_seed[b].begin() + static_cast<std::ptrdiff_t>(std::min(kShown, by_seed[b].size())));
      std::sort(other.begin(), other.end());
      sum += hits(by_seed[a], other, kShown) / static_cast<double>(std::max<std::size_t>(1, other.size()));
    }
  return pairs == 0 ? 1 : sum / static_cast<double>(pairs);
}

}  // namespace

std::vector<base::Instant> dates_of(const ListenerSet& set, const CutOptions& options) {
  const auto first = static_cast<std::size_t>(options.first * static_cast<double>(set.plays.size()));
  if (first >= set.plays.size() || set.plays[first].at >= set.plays.back().at - days(options.horizon_days))
    throw base::Error(base::Fault::usage, "the history is too short for these cuts: take a shorter --horizon, in days");
  const base::Instant from = set.plays[first].at, to = set.plays.back().at - days(options.horizon_days);
  std::vector<base::Instant> dates;
  for (std::size_t i = 0; i < options.cuts; ++i)
    dates.push_back(from + base::Millis((to - from).count() * static_cast<std::int64_t>(i) /
                                        static_cast<std::int64_t>(std::max<std::size_t>(1, options.cuts - 1))));
  return dates;
}

Cut cut_at(const ListenerSet& set, base::Instant date, const CutOptions& options) {
  Cut cut;
  cut.date = date;
  const recommend::Repertoire& repertoire = set.repertoire;
  recommend::Listener& listener = cut.listener;
  listener.heard.assign(repertoire.size(), false);
  std::unordered_map<Item, music::Listened>& listened = cut.listened;
  std::set<Item> after;
  List before;
  std::uint32_t session = 0;
  for (const ListenerPlay& play : set.plays) {
    if (play.at < date) {
      before.push_back(play.item);
      music::Listened& one = listened[play.item];
      ++one.plays;
      one.skips += play.is_skip;
      one.last_played = play.at;
      listener.heard[play.item] = true;
      if (cut.sessions.empty() || play.session != session) cut.sessions.emplace_back();
      session = play.session;
      cut.sessions.back().push_back(play.item);
    } else if (play.at < date + days(options.horizon_days) && !listener.heard[play.item] &&
               repertoire.origins[play.item] != recommend::Origin::none) {
      after.insert(play.item);
    }
  }
  listener.taste = recommend::taste_by_item(listened, date);
  cut.discovery = recommend::discovery_share(repertoire, before);
  cut.known_artists = repertoire.artists_of(listener.heard);
  cut.answers.assign(after.begin(), after.end());
  for (const Item item : cut.answers)
    if (!repertoire.credits_any_of(item, cut.known_artists)) cut.of_new_artists.push_back(item);
  return cut;
}

Score score_listener(std::string name, const ListenerSet& set, const std::vector<Cut>& cuts, const ListsBySeed& lists,
                     std::uint64_t seed) {
  Score score{std::move(name), "", {}};
  const auto add = [&](const std::string& metric, const std::function<double(const Cut&, const List&)>& value_of) {
    std::vector<double> values;
    for (std::size_t c = 0; c < cuts.size(); ++c) {
      double sum = 0;
      for (const List& list : lists[c]) sum += value_of(cuts[c], list);
      values.push_back(sum / static_cast<double>(std::max<std::size_t>(1, lists[c].size())));
    }
    score.metrics.emplace_back(metric, bootstrap(values, seed));
  };
  for (const std::size_t most : {30, 100, 300})
    add("hits@" + std::to_string(most),
        [&](const Cut& cut, const List& list) { return hits(list, cut.answers, most); });
  for (const std::size_t most : {30, 100, 300})
    add("new@" + std::to_string(most),
        [&](const Cut& cut, const List& list) { return hits(list, cut.of_new_artists, most); });
  const auto share = [&](const Cut& cut, const List& list, const std::function<double(const Cut&, Item)>& of) {
    double sum = 0;
    const std::size_t shown = std::min(kShown, list.size());
    for (std::size_t i = 0; i < shown; ++i) sum += of(cut, list[i]);
    return sum / static_cast<double>(std::max<std::size_t>(1, shown));
  };
  add("new_artists", [&](const Cut& cut, const List& list) {
    return share(cut, list, [&](const Cut& at, Item item) {
      return set.repertoire.credits_any_of(item, at.known_artists) ? 0 : 1;
    });
  });
  add("artists", [&](const Cut&, const List& list) {
    std::set<std::uint32_t> all;
    for (std::size_t i = 0; i < std::min(kShown, list.size()); ++i) all.insert(set.repertoire.artists[list[i]].front());
    return static_cast<double>(all.size());
  });
  std::vector<double> counts(set.repertoire.size(), 0);
  for (const List& list : set.repertoire.lists)
    for (const Item item : list) ++counts[item];
  add("log_count", [&](const Cut& cut, const List& list) {
    return share(cut, list, [&](const Cut&, Item item) { return std::log1p(counts[item]); });
  });
  std::vector<double> stability;
  for (const auto& by_seed : lists) stability.push_back(kept(by_seed));
  score.metrics.emplace_back("kept", bootstrap(stability, seed));
  return score;
}

}  // namespace segue::evaluation
