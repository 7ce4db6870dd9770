// Skip-gram with negative sampling (Mikolov et al. 2013) over places of lists: a recording predicts the recordings
// around it; its artist and album tokens predict them, too, and the recording itself, so that a track never seen has a
// vector.
#pragma once
#include <functional>

#include "embed/model.h"

namespace segue::embed {

struct Progress {
  std::uint32_t epoch = 0, epochs = 0;
  double loss = 0;               // mean over the pairs of this epoch
  double tokens_per_second = 0;  // places read, wall time
};

// One thread: the same lists, options and build give the same bytes.
Model train(
    const Vocabulary& vocabulary, const Lists& lists, const TrainOptions& options,
    const std::function<void(const Progress&)>& on_epoch = [](const Progress&) {});

}  // namespace segue::embed
