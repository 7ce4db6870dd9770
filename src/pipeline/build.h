// The steps `transform` and `rebuild`: load, build the models with dbt, publish.
#pragma once
#include "pipeline/home.h"
#include "transform/build.h"

namespace segue::pipeline {

struct BuildFlags {
  bool anew = false;             // `rebuild`: without the tables that are there, from the lake alone
  bool even_if_smaller = false;  // build whatever the lake has lost
};

// Waits for the lock. Throws Error(input) when the lake has lost too much (lake_check.h), Error(internal) when a model
// or a test fails: nothing is published then. A notice says what little the lake has lost.
transform::Built build(Home& home, const BuildFlags& flags);

}  // namespace segue::pipeline
