// The steps `transform` and `rebuild`: load, build the models with dbt, publish.
#pragma once
#include "pipeline/home.h"
#include "transform/build.h"

namespace segue::pipeline {

struct BuildFlags {
  bool anew = false;             // `rebuild`: drop the tables and load all from the lake
  bool even_if_smaller = false;  // build even if the lake has lost much
};

// Waits for the lock. Throws Error(input) when the lake has lost too much (lake_check.h), Error(internal) when a model
// or a test fails; nothing is published then. If the lake has lost little, a notice says what.
transform::Built build(Home& home, const BuildFlags& flags);

}  // namespace segue::pipeline
