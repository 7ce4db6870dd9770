// Continuous bag of words over the whole list (Mikolov et al. 2013): the mean of the other recordings of a list
// predicts each recording. A random part of the list (dropout) is left out of the mean. Input rows change once per
// list, output rows with each target.
#include <algorithm>

#include "embed/worker.h"

namespace segue::embed {

void Worker::centroid() {
  const auto& kernels = field_.kernels;
  const std::size_t n = field_.input.stride();
  ++lists_;
  // Each recording counts once per list; met_ has the number of the list in which a recording was last seen.
  std::erase_if(kept_, [&](const Place& place) {
    if (place.recording == kNone || met_[place.recording] == lists_) return true;
    met_[place.recording] = lists_;
    return false;
  });
  shown_.assign(kept_.size(), 0);
  own_.assign(kept_.size() * n, 0.0f);
  std::fill(sum_.begin(), sum_.end(), 0.0f);
  std::fill(total_.begin(), total_.end(), 0.0f);
  std::size_t shown = 0;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (random_.unit() < field_.options.dropout) continue;
    shown_[i] = 1;
    ++shown;
    kernels.add(sum_.data(), 1.0f, field_.input.row(kept_[i].recording), 1.0f, n);
  }
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    const bool is_shown = shown_[i] != 0;
    if (shown > (is_shown ? 1 : 0)) target(i, is_shown, shown - (is_shown ? 1 : 0));
  }
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    if (shown_[i] == 0) continue;
    float* row = field_.input.row(kept_[i].recording);
    // total_ has the gradients of all targets. This recording was not in the mean of its own target, so the gradient of
    // that target is subtracted again.
    kernels.add(row, keep_row_, total_.data(), 1.0f, n);
    kernels.add(row, 1.0f, own_.data() + i * n, -1.0f, n);
  }
}

// `others`: how many recordings are in the mean; the target itself is not.
void Worker::target(std::size_t at, bool is_shown, std::size_t others) {
  const auto& kernels = field_.kernels;
  const std::size_t n = field_.input.stride();
  const std::uint32_t recording = kept_[at].recording;
  const float each = 1.0f / static_cast<float>(others);
  std::fill(mean_.begin(), mean_.end(), 0.0f);
  kernels.add(mean_.data(), 0.0f, sum_.data(), each, n);
  if (is_shown) kernels.add(mean_.data(), 1.0f, field_.input.row(recording), -each, n);
  inputs_.assign(1, mean_.data());
  learn_inputs(recording, true);
  kernels.add(total_.data(), 1.0f, gradient_.data(), each, n);
  if (is_shown) kernels.add(own_.data() + at * n, 0.0f, gradient_.data(), each, n);
}

}  // namespace segue::embed
