// Skip-gram with negative sampling (Mikolov et al. 2013): rows of recordings that occur near each other in lists are
// moved together, and away from drawn negatives. The artists of a context are inputs, too. A recording and its artist
// and album tokens also predict each other, so that tokens can stand in for songs that no list has.
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
  // Prefetches rows that the next centres will need.
  if (at + 2 < kept_.size() && kept_[at + 2].recording != kNone)
    prefetch_row(field_.output.row(kept_[at + 2].recording), field_.output.stride());
  if (to + 1 < kept_.size() && kept_[to + 1].recording != kNone)
    prefetch_row(field_.input.row(kept_[to + 1].recording), field_.input.stride());
  inputs_.clear();
  for (std::size_t j = from; j < to; ++j) {
    const Place& context = kept_[j];
    if (j == at || (options.dropout > 0 && random_.unit() < options.dropout)) continue;
    if (context.recording != kNone && context.recording != centre.recording)
      inputs_.push_back(field_.input.row(context.recording));
    if (context.artist == kNone || random_.unit() >= options.token_share) continue;
    // An artist is one input per block. If it were there once for each of its songs, its row would take that many steps
    // at once.
    float* artist = field_.input.row(context.artist);
    if (std::find(inputs_.begin(), inputs_.end(), artist) == inputs_.end()) inputs_.push_back(artist);
  }
  if (centre.recording == kNone) return;
  if (!inputs_.empty()) learn_inputs(centre.recording, at % options.block == 0);
  const bool has_tokens = centre.artist != kNone || centre.album != kNone;
  if (!has_tokens || random_.unit() >= options.token_share) return;
  belong_together(centre.recording, centre.artist);
  belong_together(centre.recording, centre.album);
}

void Worker::belong_together(std::uint32_t recording, std::uint32_t token) {
  if (token == kNone) return;
  one_pair(token, recording);
  one_pair(recording, token);
}

void Worker::one_pair(std::uint32_t input, std::uint32_t seen) {
  inputs_.assign(1, field_.input.row(input));
  learn_inputs(seen, true);
}

}  // namespace segue::embed
