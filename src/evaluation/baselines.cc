// How it works: item-kNN computes the cosines of one item with all others at a time, over the lists that the item is
// in, and keeps the nearest; the whole matrix is never in memory. Answers are sums over the context's rows; ties go to
// the more popular item.
#include "evaluation/baselines.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "evaluation/ranking.h"

namespace segue::evaluation {
namespace {

struct Near {
  Item item;
  double cosine;
};

// Returns the lists that each item is in.
std::vector<std::vector<std::uint32_t>> lists_with(const std::vector<List>& lists, std::size_t items) {
  std::vector<std::vector<std::uint32_t>> where(items);
  for (std::uint32_t list = 0; list < lists.size(); ++list)
    for (const Item item : lists[list]) where[item].push_back(list);
  return where;
}

// Calls visit(item, its nearest items) for each item.
template <class Visit>
void each_neighbourhood(const std::vector<List>& lists, std::size_t items, const ItemKnnOptions& options,
                        const Visit& visit) {
  const auto where = lists_with(lists, items);
  std::vector<double> weights;
  // An entry of the matrix is length^-½, so a list that has both items adds 1 / length to their product.
  for (const List& list : lists) weights.push_back(list.empty() ? 0 : 1 / static_cast<double>(list.size()));
  std::vector<double> norms(items, 0), sums(items, 0);
  for (std::size_t item = 0; item < items; ++item) {
    for (const std::uint32_t list : where[item]) norms[item] += weights[list];
    norms[item] = std::sqrt(norms[item]);
  }
  List touched;
  std::vector<Near> near;
  for (Item item = 0; item < items; ++item) {
    for (const std::uint32_t list : where[item])
      for (const Item other : lists[list]) {
        // Only the sums that were touched are read and reset, because most items share no list with this one.
        if (sums[other] == 0) touched.push_back(other);
        sums[other] += weights[list];
      }
    for (const Item other : touched) {
      if (other != item) near.push_back({other, sums[other] / (norms[item] * norms[other] + options.shrink)});
      sums[other] = 0;
    }
    const std::size_t kept = std::min(options.nearest, near.size());
    std::nth_element(
        near.begin(), near.begin() + static_cast<std::ptrdiff_t>(kept), near.end(),
        [](const Near& a, const Near& b) { return a.cosine != b.cosine ? a.cosine > b.cosine : a.item < b.item; });
    near.resize(kept);
    visit(item, near);
    touched.clear();
    near.clear();
  }
}

}  // namespace

std::vector<std::uint64_t> counts_of(const std::vector<List>& lists, std::size_t items) {
  std::vector<std::uint64_t> counts(items, 0);
  for (const List& list : lists)
    for (const Item item : list) ++counts[item];
  return counts;
}

std::vector<std::uint32_t> popularity_order(const std::vector<List>& lists, std::size_t items) {
  const auto counts = counts_of(lists, items);
  List by_count(items);
  std::iota(by_count.begin(), by_count.end(), 0u);
  std::stable_sort(by_count.begin(), by_count.end(), [&](Item a, Item b) { return counts[a] > counts[b]; });
  std::vector<std::uint32_t> order(items);
  for (std::uint32_t place = 0; place < items; ++place) order[by_count[place]] = place;
  return order;
}

Answers most_popular(const std::vector<List>& lists, std::size_t items, const std::vector<Question>& questions,
                     const Asked& asked) {
  const auto order = popularity_order(lists, items);
  List by_count(items);
  for (Item item = 0; item < items; ++item) by_count[order[item]] = item;
  Answers answers;
  for (const Question& question : questions) {
    List best;
    for (std::size_t i = 0; i < items && best.size() < asked.most; ++i)
      if (asked.repeats ||
          std::find(question.context.begin(), question.context.end(), by_count[i]) == question.context.end())
        best.push_back(by_count[i]);
    answers.push_back(std::move(best));
  }
  return answers;
}

Answers item_knn(const std::vector<List>& lists, std::size_t items, const std::vector<Question>& questions,
                 const Asked& asked, const ItemKnnOptions& options) {
  // counted_by[item] are the candidates that have the item among their nearest, so that a context is answered by adding
  // few rows.
  std::vector<std::vector<Near>> counted_by(items);
  each_neighbourhood(lists, items, options, [&](Item candidate, const std::vector<Near>& near) {
    for (const Near& one : near) counted_by[one.item].push_back({candidate, one.cosine});
  });
  const auto order = popularity_order(lists, items);
  BaselineScores scores(items);
  Answers answers;
  for (const Question& question : questions) {
    for (const Item item : question.context)
      for (const Near& one : counted_by[item]) scores.add(one.item, one.cosine);
    answers.push_back(scores.take_best(asked.most, asked.repeats ? List{} : question.context, order));
  }
  return answers;
}

Answers overlap(const std::vector<std::vector<std::uint32_t>>& groups, const std::vector<List>& lists,
                const std::vector<Question>& questions, const Asked& asked) {
  const std::size_t items = groups.empty() ? 0 : groups.front().size();
  std::vector<std::vector<List>> members;
  for (const auto& group_of : groups) {
    auto& of_group = members.emplace_back();
    for (Item item = 0; item < items; ++item) {
      if (group_of[item] >= of_group.size()) of_group.resize(group_of[item] + std::size_t{1});
      of_group[group_of[item]].push_back(item);
    }
  }
  const auto order = popularity_order(lists, items);
  BaselineScores scores(items);
  Answers answers;
  for (const Question& question : questions) {
    for (std::size_t way = 0; way < groups.size(); ++way)
      for (const Item item : question.context) {
        const List& same = members[way][groups[way][item]];
        for (const Item other : same) scores.add(other, 1 / std::sqrt(static_cast<double>(same.size())));
      }
    answers.push_back(scores.take_best(asked.most, asked.repeats ? List{} : question.context, order));
  }
  return answers;
}

}  // namespace segue::evaluation
