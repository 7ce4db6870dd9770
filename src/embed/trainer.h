// Lists → two matrices. Objectives: skip_gram.cc, centroid.cc.
#pragma once
#include <filesystem>
#include <functional>

#include "embed/matrix.h"
#include "embed/model.h"

namespace segue::embed {

struct Progress {
  std::uint32_t epoch = 0, epochs = 0;  // the one that runs, or has just ended; from 1
  double share = 0;                     // of all epochs that is done
  double loss = 0;                      // −ln(guess), mean over a sample of this epoch's pairs that were seen
  double tokens_per_second = 0;         // places read, wall time, this epoch
  double cpu_seconds = 0;               // of all epochs so far, all threads
};

struct Vectors {
  Rows input, output;
};

// What a caller may want to know while it runs, and where a killed run goes on.
struct Watch {
  std::function<void(const Progress&)> live;  // a few times a second at most
  std::function<void(const Progress&, const Vectors&)> epoch_ended;
  std::filesystem::path checkpoint;  // "" = none; written at the end of an epoch, removed at the end of all
  double checkpoint_every_s = 60;    // not sooner after the one before
};

// One thread: the same lists, options and vector unit give the same bytes, whether a run was killed in between or not.
// Throws Error(usage) when there is too little to learn from, when numbers run away to infinity or memory does not
// suffice.
Model train(Vocabulary vocabulary, const Lists& lists, const TrainOptions& options, const Watch& watch = {});

}  // namespace segue::embed
