// The step `run`: runs all due steps of a home once, in order, each as a child process (step_child.h).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "pipeline/due.h"
#include "pipeline/home.h"
#include "pipeline/step_child.h"

namespace segue::pipeline {

struct StepReport {
  Step step = Step::poll;
  StepOutcome outcome = StepOutcome::not_due;
  std::string why;
  std::optional<StepRun> run;
  std::string note;  // why it failed, from the run ledger
};

struct RunReport {
  bool deferred = false;  // another segue runs, loads or builds; the next run goes on
  std::vector<StepReport> steps;
};

// A step that fails stops only the steps that need it. With `dry_run` it only says what is due and why. If another run
// of this home goes on, does nothing and gives a notice. Throws Error(usage) if the home does not exist.
RunReport run_due(Home& home, bool dry_run);

}  // namespace segue::pipeline
