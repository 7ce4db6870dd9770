// Checks before a build that the lake still has what the last build had.
#pragma once
#include "base/lock.h"
#include "load/lost.h"
#include "pipeline/home.h"

namespace segue::pipeline {

// Returns the objects that are gone from the lake, compared with those that the raw tables, or else the published ones,
// name as loaded.
load::Lost lost_of_lake(Home& home, const base::FileLock& held);
// Throws Error(input) if an import or more than a tenth is gone. Also throws if the lake is empty, nothing is loaded or
// published, and there once was a build. Changes nothing.
void require_whole_lake(Home& home, const load::Lost& lost);
// Throws Error(input) if the lake holds nothing that tables are made of.
void require_some_lake(Home& home);
// Gives a notice of what is missing and what happens to its rows, if anything is missing.
void notice_lost(Home& home, const load::Lost& lost, bool is_rebuilt);

}  // namespace segue::pipeline
