// The step `train --lists`: trains a model file on lists of words in a text file. It needs no home, no lake and no
// songs.
#pragma once
#include <cstddef>
#include <string>

#include "embed/trainer.h"
#include "pipeline/observer.h"

namespace segue::pipeline {

struct TextModel {
  std::size_t vocabulary = 0, lists = 0, places = 0;
  double loss = 0;                      // in the last epoch
  double seconds = 0, cpu_seconds = 0;  // for the training only
  std::string vector_unit;              // the instructions that computed it
};

// Reads `lists` (one list a line, words between blanks) and writes the model to `out`, with a checkpoint beside it
// while it trains.
TextModel train_on_text(const std::string& lists, const std::string& out, const embed::TrainOptions& options,
                        Observer& observer);

}  // namespace segue::pipeline
