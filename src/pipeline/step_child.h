// Runs a step as a child: `segue --json <step>` of this same program.
#pragma once
#include <string>

#include "base/environment.h"
#include "pipeline/due.h"

namespace segue::pipeline {

struct StepRun {
  int exit_code = 0;
  std::string result;  // the child's line of JSON; "" if it gave none
  double seconds = 0;
  // Only for `enrich`: it ended with 4 because its share of calls is spent, as on most days.
  bool lane_is_spent = false;
};

// Runs the step in our process group, so that Ctrl-C ends both, and with our stderr. Passes on SEGUE_KEY and the client
// secret from `environment`; no other child gets them.
StepRun run_step(Step step, const std::string& user, const base::Environment& environment);

}  // namespace segue::pipeline
