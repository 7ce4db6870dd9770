#include "signals/dense.h"

#include <algorithm>
#include <limits>

#include "vectors/arithmetic.h"

namespace segue::signals {

void Dense::look_at(const ListContext& context) {
  const std::size_t n = rows_.n;
  std::vector<float> mean(n, 0);
  float total = 0;
  for (std::size_t i = 0; i < context.items.size(); ++i) {
    if (!rows_.known[context.items[i]]) continue;
    vectors::add_scaled(mean.data(), rows_.contexts.data() + context.items[i] * n, context.weight(i), n);
    total += context.weight(i);
  }
  for (float& number : mean) number /= std::max(total, 1e-9f);
  for (std::size_t item = 0; item < scores_.size(); ++item)
    scores_[item] = vectors::dot(mean.data(), rows_.candidates.data() + item * n, n) + rows_.bias[item];
}

std::vector<ScoredItem> Dense::best(std::size_t most, const ItemSet& left_out) const {
  // Sorting all would cost more than the products, so items below a bar are passed over; the bar rises with each cut.
  std::vector<ScoredItem> found;
  float bar = -std::numeric_limits<float>::infinity();
  for (Item item = 0; item < scores_.size(); ++item) {
    if (scores_[item] <= bar || !rows_.known[item] || left_out.contains(item)) continue;
    found.push_back({item, scores_[item]});
    if (found.size() < 4 * most) continue;
    keep_best(found, most);
    bar = found.back().score;
  }
  keep_best(found, most);
  return found;
}

}  // namespace segue::signals
