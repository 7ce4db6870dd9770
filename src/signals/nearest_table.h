// How near each item is to each other by the lists that hold both; of each candidate the nearest are kept.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "signals/item.h"

namespace segue::signals {

// Rows of a sparse matrix: a list's items, each with a value, and what a list counts.
struct ValuedLists {
  std::vector<ScoredItem> places;
  std::vector<std::uint64_t> starts{0};
  std::vector<float> weights;  // one per list

  void add(std::span<const ScoredItem> list, float weight);
};

struct NearestOptions {
  float context_exponent = 0.7f;    // above .5 lowers what frequent items of the context say
  float candidate_exponent = 0.5f;  // lower favours frequent candidates
  float shrink = 0.5f;              // lowers pairs that few lists support, in units of a list's weight
  std::size_t nearest = 400;        // kept for each candidate
  bool with_itself = false;         // whether an item is near itself
  unsigned threads = 1;             // any number gives the same table
};

// G_ij = Σ over lists with both of weight · value_i · value_j; d_i = G_ii. The nearness of context item i to candidate
// j is G_ij / (d_i^context_exponent · d_j^candidate_exponent + shrink).
class NearestTable {
 public:
  NearestTable(const ValuedLists& lists, std::size_t items, const NearestOptions& options);
  std::size_t items() const { return starts_.size() - 1; }
  // Returns the candidates that count the item among their nearest, with the nearness, in order of their numbers.
  std::span<const ScoredItem> candidates_of(Item item) const {
    return std::span(near_).subspan(starts_[item], starts_[item + 1] - starts_[item]);
  }

 private:
  std::vector<ScoredItem> near_;
  std::vector<std::uint64_t> starts_;
};

}  // namespace segue::signals
