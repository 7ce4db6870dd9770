// The step `status`: reports each listener's capture, what is due, calls, latest runs and builds. Writes nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "pipeline/health.h"
#include "pipeline/home.h"

namespace segue::pipeline {

struct Status {
  std::vector<Health> people;    // everybody who has plays or is configured, by name
  std::vector<std::string> due;  // one sentence each, with its cure
  std::vector<spotify::FamilyUse> uses;
  std::vector<state::Run> runs;  // the latest ten
  std::vector<state::Build> builds;
};

// Gaps that end before `gaps_after` are known and not due.
Status status(Home& home, std::optional<base::Instant> gaps_after = {});

}  // namespace segue::pipeline
