// The lists that contenders of the protocol `listener` make at a cut.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "embed/trainer.h"
#include "evaluation/listener.h"

namespace segue::evaluation {

inline constexpr std::size_t kListenerMost = 300;  // songs of a list

struct NamedList {
  std::string name;
  List list;
};

// Trains the vectors that were known at a cut: on the listener's sessions before it and on the lists of others.
embed::Model model_at(const ListenerSet& set, const Cut& cut, const embed::TrainOptions& options);

// What segue recommends with these vectors, by runs of 30 songs so that the caps hold in each; with nothing but known
// and nothing but new artists, too; and what segue 0.1 recommended by the vectors alone.
std::vector<NamedList> lists_by_model(const ListenerSet& set, const recommend::RepertoireIndex& index, const Cut& cut,
                                      const embed::Model& model);

// Lists that no seed changes: item-kNN and list-kNN over the taste, the played artists' most listed songs, the most
// listed songs, and the seed's own way (feature_list.h).
std::vector<NamedList> lists_by_counting(const ListenerSet& set, const recommend::RepertoireIndex& index,
                                         const Cut& cut);

}  // namespace segue::evaluation
