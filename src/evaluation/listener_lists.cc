#include "evaluation/listener_lists.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "evaluation/feature_list.h"
#include "evaluation/vector_list.h"
#include "neighbors/exact.h"
#include "recommend/nearness.h"
#include "recommend/pick.h"
#include "recommend/taste.h"
#include "signals/group_knn.h"
#include "signals/list_knn.h"
#include "signals/walk.h"

namespace segue::evaluation {
namespace {

using recommend::Origin;

constexpr std::size_t kRun = 30;  // songs of the list that people see

signals::ItemSet left_out(const ListenerSet& set, const Cut& cut) {
  signals::ItemSet out(set.repertoire.size());
  for (Item item = 0; item < set.repertoire.size(); ++item)
    if (cut.listener.heard[item] || set.repertoire.origins[item] == Origin::none) out.insert(item);
  return out;
}

List items_of(const std::vector<signals::ScoredItem>& scored) {
  List items;
  for (const auto& one : scored) items.push_back(one.item);
  return items;
}

List best_by(const ListenerSet& set, const signals::ItemSet& out, const std::function<double(Item)>& score_of) {
  std::vector<signals::ScoredItem> all;
  for (Item item = 0; item < set.repertoire.size(); ++item)
    if (!out.contains(item))
      if (const double score = score_of(item); score > 0) all.push_back({item, static_cast<float>(score)});
  signals::keep_best(all, kListenerMost);
  return items_of(all);
}

List by_vectors_alone(const ListenerSet& set, const Cut& cut, const embed::Model& model) {
  const recommend::Repertoire& repertoire = set.repertoire;
  std::vector<music::Listened> listened;
  std::unordered_set<music::RecordingKey> heard;
  for (const auto& [item, one] : cut.listened) {
    listened.push_back(one);
    listened.back().recording = repertoire.songs[item];
    heard.insert(repertoire.songs[item].key);
  }
  const auto taste = recommend::taste_of(listened, cut.date, {});
  std::vector<music::Candidate> candidates;
  std::unordered_map<music::RecordingKey, Item> items;
  for (Item item = 0; item < repertoire.size(); ++item) {
    if (repertoire.origins[item] == Origin::none) continue;
    candidates.push_back({repertoire.songs[item], "corpus"});
    items.emplace(repertoire.songs[item].key, item);
  }
  const std::size_t numbers = std::size_t{model.vocabulary.recordings} * model.options.dimension;
  const neighbors::ExactIndex index(std::span(model.input).first(numbers), model.vocabulary.recordings,
                                    model.options.dimension);
  VectorListOptions options;
  options.count = kListenerMost;
  options.per_artist = kListenerMost;  // without a cap this list has more hits
  List list;
  for (const VectorPick& one : vector_list({&model, &index, &taste, &candidates, &heard, nullptr, nullptr}, options))
    list.push_back(items.at(one.candidate.recording.key));
  return list;
}

}  // namespace

embed::Model model_at(const ListenerSet& set, const Cut& cut, const embed::TrainOptions& options) {
  embed::ListBuilder builder;
  const auto add = [&](const List& list) {
    for (const Item item : list) {
      const std::uint32_t album = set.repertoire.albums[item];
      builder.add({.recording = set.repertoire.songs[item].key.value,
                   .artist = set.repertoire.songs[item].artist_key.value,
                   .album = album == signals::Groups::kNone ? std::string() : std::to_string(album),
                   .track = {}});
    }
    builder.end_list();
  };
  for (const List& session : cut.sessions) add(session);
  for (const List& list : set.repertoire.lists) add(list);
  auto built = builder.build(options.min_count, options.most_places);
  return embed::train(std::move(built.vocabulary), built.lists, options, {});
}

std::vector<NamedList> lists_by_model(const ListenerSet& set, const recommend::RepertoireIndex& index, const Cut& cut,
                                      const embed::Model& model) {
  recommend::PickInput input{
      &set.repertoire, &index, &cut.listener, recommend::nearness_by(model, set.repertoire, cut.listener), {}};
  const auto picked = [&](double new_artists) {
    List list;
    for (const auto& one : recommend::pick(input, {kListenerMost, 1, kRun, new_artists})) list.push_back(one.item);
    return list;
  };
  std::vector<NamedList> all{{"segue", picked(cut.discovery)},
                             {"segue, half new artists", picked(0.5)},
                             {"segue, known artists alone", picked(0)},
                             {"segue, new artists alone", picked(1)}};
  all.push_back({"vectors alone (segue 0.1)", by_vectors_alone(set, cut, model)});
  return all;
}

std::vector<NamedList> lists_by_counting(const ListenerSet& set, const recommend::RepertoireIndex& index,
                                         const Cut& cut) {
  const recommend::Repertoire& repertoire = set.repertoire;
  const signals::ItemSet out = left_out(set, cut);
  const signals::ListContext taste = recommend::context_of(cut.listener.taste);
  std::vector<double> of_artist(repertoire.artist_count(), 0);
  for (std::size_t i = 0; i < taste.items.size(); ++i)
    for (const std::uint32_t artist : repertoire.artists[taste.items[i]])
      of_artist[artist] += static_cast<double>(taste.weights[i]);
  const auto best = [&](signals::Signal& signal) {
    signal.look_at(taste);
    return items_of(signal.best(kListenerMost, out));
  };
  signals::Walk songs(index.songs);
  signals::ListKnn lists(index.songs);
  const auto count = [&](Item item) { return static_cast<double>(index.songs.count(item)); };
  return {{"item-kNN", best(songs)},
          {"list-kNN", best(lists)},
          {"most listed of played artists", best_by(set, out,
                                                    [&](Item item) {
                                                      double played = 0;
                                                      for (const std::uint32_t artist : repertoire.artists[item])
                                                        played = std::max(played, of_artist[artist]);
                                                      return played * std::log1p(count(item));
                                                    })},
          {"most listed", best_by(set, out, count)},
          {"features, SVD (the seed's way)", feature_list(set.repertoire, index, cut.listener, kListenerMost)}};
}

}  // namespace segue::evaluation
