// Items, lists of them, and what a signal is asked.
#pragma once
#include <cstdint>
#include <vector>

namespace segue::signals {

using Item = std::uint32_t;  // a number below the set's size
using List = std::vector<Item>;

struct ScoredItem {
  Item item = 0;
  float score = 0;
};

// What is known of a list or a listener.
struct ListContext {
  List items{};                  // the oldest first, if `is_ordered`
  std::vector<float> weights{};  // one per item; empty = all 1
  bool is_ordered = false;       // whether the last items are the latest

  float weight(std::size_t i) const { return weights.empty() ? 1 : weights[i]; }
};

}  // namespace segue::signals
