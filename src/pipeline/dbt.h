// The step `dbt`: dbt as a person calls it, with segue's project and profile.
#pragma once
#include <string>
#include <vector>

#include "pipeline/home.h"

namespace segue::pipeline {

// Waits for the lock, holds it while dbt runs in the foreground and returns dbt's exit code.
int dbt(Home& home, const std::vector<std::string>& arguments);

}  // namespace segue::pipeline
