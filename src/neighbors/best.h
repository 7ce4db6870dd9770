// Keeps the best of many, in a heap with the worst of them on top.
#pragma once
#include <algorithm>
#include <limits>
#include <vector>

#include "neighbors/index.h"

namespace segue::neighbors {

class Best {
 public:
  explicit Best(std::size_t most) : most_(most) {}
  // Returns whether offer() would keep `one`.
  bool wants(const Neighbor& one) const { return heap_.size() < most_ || (most_ > 0 && is_nearer(one, heap_.front())); }
  void offer(const Neighbor& one) {
    if (!wants(one)) return;
    if (heap_.size() == most_) {
      std::pop_heap(heap_.begin(), heap_.end(), is_nearer);
      heap_.pop_back();
    }
    heap_.push_back(one);
    std::push_heap(heap_.begin(), heap_.end(), is_nearer);
    if (heap_.size() == most_) bar_ = heap_.front().cosine;
  }
  // Returns them, best first, and empties the heap.
  std::vector<Neighbor> take() {
    std::sort_heap(heap_.begin(), heap_.end(), is_nearer);
    return std::move(heap_);
  }

 private:
  std::size_t most_;
  float bar_ = -std::numeric_limits<float>::infinity();  // lower cosines are not wanted
  std::vector<Neighbor> heap_;
};

}  // namespace segue::neighbors
