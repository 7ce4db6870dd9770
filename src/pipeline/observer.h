// Receives what a step reports while it works. The step's result is the value that it returns.
#pragma once
#include <optional>
#include <string>

#include "embed/trainer.h"

namespace segue::pipeline {

class Observer {
 public:
  virtual ~Observer() = default;
  // One line that a person should read: a wait for the lock, a consent near its end, a ledger that cannot be written.
  virtual void notice(const std::string& line) = 0;
  // What the step does now; each text replaces the one before it.
  virtual void progress(const std::string& text) = 0;
  // The same for a training. `hit_rate`: the share of hidden places among the ten best guesses, measured each epoch.
  virtual void training(const embed::Progress& at, std::optional<double> hit_rate) = 0;
  // The step reports no more progress.
  virtual void progress_ended() = 0;
};

}  // namespace segue::pipeline
