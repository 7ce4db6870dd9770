// What a model is held against: contenders that learn nothing but counts.
#pragma once
#include <functional>
#include <vector>

#include "evaluation/questions.h"

namespace segue::evaluation {

// In how many places of the lists each item stands.
std::vector<std::uint64_t> counts_of(const std::vector<List>& lists, std::size_t items);
// Place of each item by falling count, then by id.
std::vector<std::uint32_t> popularity_order(const std::vector<List>& lists, std::size_t items);

// The items of most places, whatever the context.
Answers most_popular(const std::vector<List>& lists, std::size_t items, const std::vector<Question>& questions,
                     const Asked& asked);

// Item-kNN: two items are as near as the cosine of their columns in a matrix with a row a list, which holds (length of
// the list)^-½ where the item stands; of each candidate the `nearest` ones count; its score is the sum over the
// context. `shrink` is added below the fraction: it holds back pairs that few lists speak for.
struct ItemKnnOptions {
  std::size_t nearest = 400;
  double shrink = 0;
};
Answers item_knn(const std::vector<List>& lists, std::size_t items, const std::vector<Question>& questions,
                 const Asked& asked, const ItemKnnOptions& options = {});

// How many of the context's tracks share the candidate's artist, and its album: each weighted by how rare the artist or
// album is among all items. `groups` give an item's group in each way of grouping.
Answers overlap(const std::vector<std::vector<std::uint32_t>>& groups, const std::vector<List>& lists,
                const std::vector<Question>& questions, const Asked& asked);

}  // namespace segue::evaluation
