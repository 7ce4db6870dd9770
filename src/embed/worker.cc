// How it works: a worker learns one list at a time. It keeps the list's places by chance, then one of the objectives
// (skip_gram.cc, centroid.cc) calls learn_inputs() for each recording that is to be guessed. A block of inputs shares
// one set of negatives, and a kernel updates all its rows in one pass.
#include "embed/worker.h"

#include <algorithm>
#include <cmath>

namespace segue::embed {
namespace {

constexpr std::uint32_t kLossEvery = 16;

}  // namespace

Worker::Worker(const Field& field, std::uint64_t seed)
    : field_(field),
      random_(seed),
      // The stream has a sequence of its own, because it draws ahead of use.
      stream_(field.negatives, field.output, Random(~seed)),
      sum_(field.input.stride()),
      mean_(field.input.stride()),
      total_(field.input.stride()) {
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
  // A list of n places has about n² pairs; the exponent keeps long lists from taking most of the training.
  rate_ = exponent < 0 ? rate * std::pow(static_cast<float>(kept_.size() - 1), exponent) : rate;
  keep_row_ = 1 - rate_ * field_.options.l2;
  if (field_.options.objective == Objective::centroid)
    centroid();
  else
    skip_gram();
}

void Worker::learn_inputs(std::uint32_t seen, bool new_draws) {
  const auto& options = field_.options;
  const std::size_t group = options.sharing > 0 ? options.sharing : inputs_.size();
  for (std::size_t at = 0; at < inputs_.size(); at += group) {
    // Successive centres of a block keep the draws of the first.
    if (new_draws || at > 0 || draws_.empty()) {
      const auto drawn = stream_.take(options.negatives);
      draws_.assign(drawn.begin(), drawn.end());
    }
    outputs_.assign(1, field_.output.row(seen));
    for (const std::uint32_t draw : draws_)
      // A draw that is the seen recording is no negative.
      if (draw != seen) outputs_.push_back(field_.output.row(draw));
    learn_block(inputs_.data() + at, std::min(group, inputs_.size() - at));
  }
}

void Worker::learn_block(float* const* inputs, std::size_t count) {
  const std::size_t n = field_.input.stride(), wide = vectors::padded(outputs_.size());
  if (steps_.size() < count * wide + 16) steps_.resize(count * wide + 16);
  if (gradient_.size() < count * n) gradient_.resize(count * n);
  field_.kernels.logistic(
      {inputs, count, outputs_.data(), outputs_.size(), n, rate_, keep_row_, steps_.data(), gradient_.data()});
  // Every 16th block is sample enough for a loss that only people look at.
  if (++blocks_ % kLossEvery != 0) return;
  for (std::size_t i = 0; i < count; ++i)
    // The step of a seen pair is rate × (1 − guess), so this is ln(guess).
    loss_.sum -= std::log(std::max(1e-6, 1.0 - static_cast<double>(steps_[i * wide] / rate_)));
  loss_.pairs += count;
}

}  // namespace segue::embed
