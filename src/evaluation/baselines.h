// Contenders that only count, with which a model is compared.
#pragma once
#include <functional>
#include <vector>

#include "evaluation/questions.h"

namespace segue::evaluation {

// Returns in how many places of the lists each item is.
std::vector<std::uint64_t> counts_of(const std::vector<List>& lists, std::size_t items);
// Returns each item's place in the order of falling count, then id.
std::vector<std::uint32_t> popularity_order(const std::vector<List>& lists, std::size_t items);

// Answers with the most frequent items, whatever the context.
Answers most_popular(const std::vector<List>& lists, std::size_t items, const std::vector<Question>& questions,
                     const Asked& asked);

// Item-kNN. The matrix has a row per list and a column per item, with (length of the list)^-½ if the item is in the
// list. The similarity of two items is the cosine of their columns, with `shrink` added to the denominator, which
// lowers pairs that few lists support. A candidate's score is the sum of its similarities to the items of the context
// that are among its `nearest`.
struct ItemKnnOptions {
  std::size_t nearest = 400;
  double shrink = 0;
};
Answers item_knn(const std::vector<List>& lists, std::size_t items, const std::vector<Question>& questions,
                 const Asked& asked, const ItemKnnOptions& options = {});

// Scores a candidate by how many of the context's tracks share its artist or album, each weighted by how rare the
// artist or album is among all items. `groups` has one vector per kind of group, with the group of each item.
Answers overlap(const std::vector<std::vector<std::uint32_t>>& groups, const std::vector<List>& lists,
                const std::vector<Question>& questions, const Asked& asked);

}  // namespace segue::evaluation
