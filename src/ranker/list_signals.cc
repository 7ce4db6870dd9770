#include "ranker/list_signals.h"

#include "signals/item_knn.h"
#include "signals/list_knn.h"

namespace segue::ranker {

using signals::List;

ListSignals::ListSignals(const Material& material, const std::vector<List>& lists, const VectorsOf& vectors_of,
                         unsigned threads)
    : facts_(facts_of(material, lists)),
      index_(lists, material.items()),
      items_(signals::item_table(lists, material.items(), {.threads = threads})),
      artists_(signals::group_table(lists, facts_.artists, {.threads = threads})),
      albums_(signals::group_table(lists, facts_.albums, {.threads = threads})),
      vectors_(vectors_of(lists)) {}

// How many candidates each proposes is docs/ranking.md's choice: more raised the recall of hidden places but not the
// order's quality.
Panel ListSignals::panel() const {
  Panel panel;
  const auto add = [&](std::string name, std::size_t proposals, auto signal) {
    panel.push_back({std::move(name), proposals, std::move(signal)});
  };
  add("item_knn", 60, std::make_unique<signals::ItemKnn>(items_));
  add("item_knn_last", 20, std::make_unique<signals::ItemKnn>(items_, 0.8f));
  add("item_knn_best", 0, std::make_unique<signals::ItemKnnBest>(items_));
  add("list_knn", 40, std::make_unique<signals::ListKnn>(index_));
  add("list_knn_narrow", 20,
      std::make_unique<signals::ListKnn>(
          index_, signals::ListKnnOptions{.nearest = 100, .count_exponent = 0.7f, .likeness_exponent = 2}));
  add("artist_knn", 10, std::make_unique<signals::GroupKnn>(artists_, facts_.artists));
  add("album_knn", 30, std::make_unique<signals::GroupKnn>(albums_, facts_.albums));
  for (const auto& [name, rows] : vectors_) add(name, 50, std::make_unique<signals::Dense>(rows));
  return panel;
}

}  // namespace segue::ranker
