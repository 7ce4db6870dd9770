#include "embed/worker.h"

#include <algorithm>
#include <cmath>

namespace segue::embed {
namespace {

constexpr std::uint32_t kLossEvery = 16;
constexpr std::size_t kVector = 16;  // weights and steps are as long as a whole number of the widest vectors

}  // namespace

Worker::Worker(const Field& field, std::uint64_t seed)
    : field_(field),
      random_(seed),
      stream_(field.negatives, field.output, Random(~seed)),
      gradient_(field.input.n()),
      sum_(field.input.n()),
      mean_(field.input.n()),
      total_(field.input.n()) {
  if (field.options.objective == Objective::centroid) met_.resize(field.input.count());
}

void Worker::keep_places(std::uint32_t list) {
  const auto& lists = field_.lists;
  const auto first = lists.places.begin() + static_cast<std::ptrdiff_t>(lists.starts[list]);
  const auto last = lists.places.begin() + static_cast<std::ptrdiff_t>(lists.starts[list + 1]);
  if (field_.keep.empty()) {
    kept_.assign(first, last);
    return;
  }
  kept_.clear();
  for (auto place = first; place != last; ++place)
    if (place->recording == kNone || random_.unit() < field_.keep[place->recording]) kept_.push_back(*place);
}

void Worker::learn(std::uint32_t list, float rate) {
  keep_places(list);
  if (kept_.size() < 2) return;
  const float exponent = field_.options.pair_exponent;
  rate_ = exponent < 0 ? rate * std::pow(static_cast<float>(kept_.size() - 1), exponent) : rate;
  keep_row_ = 1 - rate_ * field_.options.l2;
  if (field_.options.objective == Objective::centroid)
    centroid();
  else
    skip_gram();
}

// A draw that is itself one of the contexts stands for the other pairs only.
void Worker::gather(bool new_draws) {
  const auto& options = field_.options;
  const std::size_t pairs = contexts_.size() * options.negatives;
  if (new_draws) {
    const std::size_t least = options.sharing > 0 ? (pairs + options.sharing - 1) / options.sharing : 0;
    const auto drawn = stream_.take(std::max<std::size_t>(options.negatives, least));
    draws_.assign(drawn.begin(), drawn.end());
  }
  const std::size_t count = contexts_.size() + draws_.size();
  const std::size_t whole = (count + kVector - 1) / kVector * kVector;
  if (weights_.size() < whole) {
    weights_.resize(whole);
    steps_.resize(whole);
  }
  rows_.clear();
  for (const std::uint32_t context : contexts_) {
    weights_[rows_.size()] = rate_;
    rows_.push_back(field_.output.row(context));
  }
  const float each = rate_ * static_cast<float>(options.negatives) / static_cast<float>(draws_.size());
  for (const std::uint32_t draw : draws_) {
    const auto same = std::count(contexts_.begin(), contexts_.end(), draw);
    const auto stands_for = static_cast<std::ptrdiff_t>(contexts_.size()) - same;
    if (stands_for == 0) continue;
    weights_[rows_.size()] = each * static_cast<float>(stands_for);
    rows_.push_back(field_.output.row(draw));
  }
}

void Worker::step(const float* x) {
  const std::size_t n = field_.input.n();
  field_.kernels.logistic({x, rows_.data(), rows_.size(), contexts_.size(), n, weights_.data(), keep_row_,
                           steps_.data(), gradient_.data()});
  if (++steps_made_ % kLossEvery != 0) return;
  for (std::size_t i = 0; i < contexts_.size(); ++i)
    loss_.sum -= std::log(std::max(1e-6, 1.0 - static_cast<double>(steps_[i] / weights_[i])));
  loss_.pairs += contexts_.size();
}

void Worker::learn_row(std::uint32_t input) {
  float* row = field_.input.row(input);
  step(row);
  field_.kernels.add(row, keep_row_, gradient_.data(), 1.0f, field_.input.n());
}

}  // namespace segue::embed
