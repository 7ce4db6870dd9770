// How it works: a candidate's products with all others are summed over the lists that it is in; the nearest are kept.
// Threads take blocks of candidates, so no two write one row. At the end the kept rows are turned: a context is
// answered by its own items' rows.
#include "signals/nearest_table.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

#include "signals/scores.h"

namespace segue::signals {
namespace {

constexpr std::size_t kBlock = 256;  // candidates that a thread takes at a time

struct Standing {
  std::uint32_t list;
  float value;
};

class Columns {
 public:
  Columns(const ValuedLists& lists, std::size_t items) : starts_(items + 1, 0), standings_(lists.places.size()) {
    for (const ScoredItem& place : lists.places) ++starts_[place.item + 1];
    for (std::size_t i = 0; i < items; ++i) starts_[i + 1] += starts_[i];
    std::vector<std::uint64_t> next(starts_.begin(), starts_.end() - 1);
    for (std::uint32_t list = 0; list < lists.weights.size(); ++list)
      for (auto p = lists.starts[list]; p < lists.starts[list + 1]; ++p)
        standings_[next[lists.places[p].item]++] = {list, lists.places[p].score};
  }
  std::span<const Standing> of(Item item) const {
    return std::span(standings_).subspan(starts_[item], starts_[item + 1] - starts_[item]);
  }

 private:
  std::vector<std::uint64_t> starts_;
  std::vector<Standing> standings_;
};

class Building {
 public:
  Building(const ValuedLists& lists, std::size_t items, const NearestOptions& options)
      : lists_(lists), options_(options), columns_(lists, items), context_norms_(items), candidate_norms_(items) {
    for (Item item = 0; item < items; ++item) {
      double sum = 0;
      for (const Standing& one : columns_.of(item))
        sum += static_cast<double>(lists.weights[one.list] * one.value * one.value);
      context_norms_[item] = static_cast<float>(std::pow(sum, options.context_exponent));
      candidate_norms_[item] = static_cast<float>(std::pow(sum, options.candidate_exponent));
    }
  }

  // Returns the kept items of each candidate.
  std::vector<std::vector<ScoredItem>> kept() const {
    const std::size_t items = context_norms_.size();
    std::vector<std::vector<ScoredItem>> kept(items);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
      Scores sums(items);
      for (std::size_t first; (first = next.fetch_add(kBlock)) < items;)
        for (std::size_t item = first; item < std::min(first + kBlock, items); ++item)
          kept[item] = nearest_of(static_cast<Item>(item), sums);
    };
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < options_.threads; ++t) others.emplace_back(work);
    work();
    others.clear();
    return kept;
  }

 private:
  std::vector<ScoredItem> nearest_of(Item candidate, Scores& sums) const {
    for (const Standing& one : columns_.of(candidate)) {
      const float step = lists_.weights[one.list] * one.value;
      for (auto p = lists_.starts[one.list]; p < lists_.starts[one.list + 1]; ++p)
        sums.add(lists_.places[p].item, step * lists_.places[p].score);
    }
    std::vector<ScoredItem> near;
    for (const Item other : sums.touched())
      if (other != candidate || options_.with_itself)
        near.push_back({other, sums[other] / (context_norms_[other] * candidate_norms_[candidate] + options_.shrink)});
    sums.clear();
    keep_best(near, options_.nearest);
    near.shrink_to_fit();
    return near;
  }

  const ValuedLists& lists_;
  const NearestOptions& options_;
  const Columns columns_;
  std::vector<float> context_norms_, candidate_norms_;
};

}  // namespace

void ValuedLists::add(std::span<const ScoredItem> list, float weight) {
  places.insert(places.end(), list.begin(), list.end());
  starts.push_back(places.size());
  weights.push_back(weight);
}

NearestTable::NearestTable(const ValuedLists& lists, std::size_t items, const NearestOptions& options)
    : starts_(items + 1, 0) {
  const auto kept = Building(lists, items, options).kept();
  for (const auto& row : kept)
    for (const ScoredItem& one : row) ++starts_[one.item + 1];
  for (std::size_t i = 0; i < items; ++i) starts_[i + 1] += starts_[i];
  near_.resize(starts_.back());
  std::vector<std::uint64_t> next(starts_.begin(), starts_.end() - 1);
  for (Item candidate = 0; candidate < items; ++candidate)
    for (const ScoredItem& one : kept[candidate]) near_[next[one.item]++] = {candidate, one.score};
}

}  // namespace segue::signals
