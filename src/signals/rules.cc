#include "signals/rules.h"

#include <cmath>

namespace segue::signals {

void Rules::add_scores(const ListContext& context, Scores& scores) {
  float weight = 1;
  for (std::size_t back = 0; back < std::min(options_.last, context.items.size()); ++back, weight *= options_.decay) {
    const Item item = context.items[context.items.size() - 1 - back];
    const auto standings = sessions_.standings(item, options_.sessions_an_item);
    if (standings.empty()) continue;
    const float share = weight / std::pow(static_cast<float>(standings.size()), options_.count_exponent);
    for (const auto& one : standings) {
      const auto items = sessions_.session(one.session);
      for (std::size_t step = 1; step <= options_.steps && one.position + step < items.size(); ++step)
        scores.add(items[one.position + step], share / static_cast<float>(step));
    }
  }
}

void LastTwo::add_scores(const ListContext& context, Scores& scores) {
  if (context.items.size() < 2) return;
  const Item last = context.items.back(), before = context.items[context.items.size() - 2];
  List followers;
  for (const auto& one : sessions_.standings(last, sessions_.count(last))) {
    const auto items = sessions_.session(one.session);
    if (one.position > 0 && items[one.position - 1] == before && one.position + 1 < items.size())
      followers.push_back(items[one.position + 1]);
  }
  for (const Item item : followers) scores.add(item, 1 / static_cast<float>(followers.size()));
}

void Itself::add_scores(const ListContext& context, Scores& scores) {
  for (std::size_t back = 0; back < context.items.size(); ++back)
    scores.raise(context.items[context.items.size() - 1 - back], 1 / static_cast<float>(back + 1));
}

}  // namespace segue::signals
