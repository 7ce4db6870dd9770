// A step of the pipeline as a child: `segue --json <step>` of this same program.
#pragma once
#include <string>

#include "base/config.h"
#include "pipeline/due.h"

namespace segue::pipeline {

struct StepRun {
  int exit_code = 0;
  std::string result;  // its line of JSON; "" when it gave none
  double seconds = 0;
  // `enrich` alone: it ended with 4 because its share of the calls is spent, which is how most of its days end.
  bool lane_is_spent = false;
};

// In our process group, so that a key that ends us ends it, too; what it says on stderr goes where ours does. The key
// and the client secret, which no other child gets, are handed on from `environment`.
StepRun run_step(Step step, const std::string& user, const base::Environment& environment);

}  // namespace segue::pipeline
