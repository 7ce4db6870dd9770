// Trains the two matrices of a model from lists. The objectives are in skip_gram.cc and centroid.cc.
#pragma once
#include <filesystem>
#include <functional>

#include "embed/matrix.h"
#include "embed/model.h"

namespace segue::embed {

struct Progress {
  std::uint32_t epoch = 0, epochs = 0;  // the epoch that runs or has just ended, from 1
  double share = 0;                     // share of all epochs that is done
  double loss = 0;                      // mean of −ln(guess) over a sample of this epoch's seen pairs
  double tokens_per_second = 0;         // places per second of wall time, this epoch
  double cpu_seconds = 0;               // of all threads and epochs so far
};

struct Vectors {
  Rows input, output;
};

// Callbacks while the training runs, and the checkpoint from which a killed run goes on.
struct Watch {
  std::function<void(const Progress&)> live;  // at most a few times a second
  std::function<void(const Progress&, const Vectors&)> epoch_ended;
  std::filesystem::path checkpoint;  // "" = none; written after an epoch, removed at the end
  double checkpoint_every_s = 60;    // least time between two checkpoints
};

// With one thread, the same lists, options and vector unit give the same bytes, even if a run was killed in between and
// went on. Throws Error(usage) if there is too little to learn from, if numbers grow to infinity, or if there is not
// enough memory.
Model train(Vocabulary vocabulary, const Lists& lists, const TrainOptions& options, const Watch& watch = {});

}  // namespace segue::embed
