#include "evaluation/ranked_vectors.h"

#include <algorithm>
#include <charconv>

#include "embed/scoring.h"
#include "embed/trainer.h"
#include "evaluation/model_contender.h"

namespace segue::evaluation {
namespace {

constexpr float kPopularity = 0.3f;

signals::DenseRows rows_of(const embed::Model& model, std::size_t items) {
  const std::size_t n = model.options.dimension;
  const embed::Sides sides = embed::sides_of(model, embed::ScoringRule::input_output_popular, kPopularity);
  signals::DenseRows rows{n, std::vector<float>(items * n), std::vector<float>(items * n), std::vector<float>(items),
                          std::vector<bool>(items)};
  for (std::uint32_t row = 0; row < model.vocabulary.recordings; ++row) {
    const std::string& key = model.vocabulary.keys[row];
    Item item = 0;
    std::from_chars(key.data(), key.data() + key.size(), item);
    std::copy_n(sides.contexts.begin() + static_cast<std::ptrdiff_t>(row * n), n,
                rows.contexts.begin() + static_cast<std::ptrdiff_t>(item * n));
    std::copy_n(sides.candidates.begin() + static_cast<std::ptrdiff_t>(row * n), n,
                rows.candidates.begin() + static_cast<std::ptrdiff_t>(item * n));
    rows.bias[item] = sides.bias[row];
    rows.known[item] = true;
  }
  return rows;
}

}  // namespace

ranker::NamedRows vectors_for_lists(const std::vector<List>& lists, std::size_t items, std::uint64_t seed,
                                    unsigned threads) {
  ranker::NamedRows all;
  for (auto& [name, options] :
       {std::pair{"centroid", embed::for_centroids()}, {"skip_gram", embed::for_whole_lists()}}) {
    embed::TrainOptions own = options;
    own.seed = seed;
    own.threads = threads;
    auto built = builder_of(shuffled(lists, seed), [](Item item) {
                   return Keys{std::to_string(item), "", ""};
                 }).build(own.min_count, own.most_places);
    if (built.lists.size() == 0) continue;
    all.emplace_back(name, rows_of(embed::train(std::move(built.vocabulary), built.lists, own, {}), items));
  }
  return all;
}

}  // namespace segue::evaluation
