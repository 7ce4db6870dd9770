// Skip-gram with negative sampling (Mikolov et al. 2013): a recording predicts the recordings around it; its artist and
// album tokens predict them, too, and the recording itself.
#include <algorithm>

#include "embed/worker.h"

namespace segue::embed {

void Worker::skip_gram() {
  for (std::size_t at = 0; at < kept_.size(); ++at) centre(at);
}

void Worker::centre(std::size_t at) {
  const auto& options = field_.options;
  const Place& centre = kept_[at];
  const std::size_t reach = options.reach == Reach::whole     ? kept_.size()
                            : options.reach == Reach::sampled ? 1 + random_.below(options.window)
                                                              : options.window;
  const std::size_t from = at > reach ? at - reach : 0;
  const std::size_t to = std::min(kept_.size(), at + reach + 1);
  if (at + 2 < kept_.size() && kept_[at + 2].recording != kNone)
    prefetch_row(field_.input.row(kept_[at + 2].recording), field_.input.n());
  if (to + 1 < kept_.size() && kept_[to + 1].recording != kNone)
    prefetch_row(field_.output.row(kept_[to + 1].recording), field_.output.n());
  contexts_.clear();
  for (std::size_t j = from; j < to; ++j) {
    const std::uint32_t context = kept_[j].recording;
    if (j == at || context == kNone || context == centre.recording) continue;
    if (options.dropout > 0 && random_.unit() < options.dropout) continue;
    contexts_.push_back(context);
  }
  const bool has_tokens = centre.artist != kNone || centre.album != kNone;
  const bool with_tokens = has_tokens && random_.unit() < options.token_share;
  if (!contexts_.empty()) {
    gather(at % options.block == 0 || draws_.empty());
    if (centre.recording != kNone) learn_row(centre.recording);
    if (with_tokens && centre.artist != kNone) learn_row(centre.artist);
  }
  if (with_tokens && centre.recording != kNone) {
    belong_together(centre.recording, centre.artist);
    belong_together(centre.recording, centre.album);
  }
}

void Worker::belong_together(std::uint32_t recording, std::uint32_t token) {
  if (token == kNone) return;
  one_pair(token, recording);
  one_pair(recording, token);
}

void Worker::one_pair(std::uint32_t input, std::uint32_t context) {
  contexts_.assign(1, context);
  gather(true);
  learn_row(input);
}

}  // namespace segue::embed
