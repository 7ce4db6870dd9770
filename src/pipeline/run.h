// The step `run`: all due steps of a home, in order, once; each as a child process (step_child.h).
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
  std::string note;  // of a failure, as the run ledger has it
};

struct RunReport {
  bool deferred = false;  // another segue runs, loads or builds: the next run goes on
  std::vector<StepReport> steps;
};

// `dry_run`: says what is due and why, and does nothing. A step that fails stops only what needs it. Does nothing while
// another run of this home goes on; a notice says so. Throws Error(usage) when the home does not exist.
RunReport run_due(Home& home, bool dry_run);

}  // namespace segue::pipeline
