// Describes the candidates of a context by numbers. No number names an item, so that what is learned from some lists
// holds for any other.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "ranker/item_facts.h"
#include "ranker/panel.h"

namespace segue::ranker {

// The candidates of one context; row i of `numbers` describes items[i].
struct Described {
  signals::List items;
  std::vector<float> numbers;  // items.size() rows of as many numbers as there are names
};

class Describer {
 public:
  // With `repeats`, items of the context may be candidates.
  Describer(Panel panel, const ItemFacts& facts, bool repeats = false);
  // Returns the union of the members' proposals, rising by item.
  Described describe(const signals::ListContext& context);
  // Of each member: its score; the rank (400 = beyond 300); how far the score is from the member's 50th best, in units
  // of the best's distance from it, cut at 5; and its share of the best score. Then what artists, albums, counts, order
  // and repeats say.
  std::vector<std::string> names() const;

 private:
  class Around;
  void add_member(const std::vector<signals::ScoredItem>& best, const signals::Signal& signal,
                  const signals::List& items, std::size_t column, std::size_t width, std::vector<float>& numbers);

  Panel panel_;
  const ItemFacts& facts_;
  const bool repeats_;
  signals::ItemSet context_, seen_;
  std::vector<std::uint16_t> ranks_;
};

}  // namespace segue::ranker
