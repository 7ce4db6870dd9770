// Before a build: is the lake the one that the last build had?
#pragma once
#include "base/lock.h"
#include "load/lost.h"
#include "pipeline/home.h"

namespace segue::pipeline {

// Compares the lake with the objects that the tables name as loaded, or else the published ones; returns what is gone.
load::Lost lost_of_lake(Home& home, const base::FileLock& held);
// Throws Error(input), and nothing has changed, when that is an import or more than a tenth; where tables and what was
// published are gone and a build was made once, when the lake is empty.
void require_whole_lake(Home& home, const load::Lost& lost);
// Throws Error(input) where the lake holds nothing that tables are made of.
void require_some_lake(Home& home);
// Gives a notice of what is missing and what becomes of its rows; none where nothing is missing.
void notice_lost(Home& home, const load::Lost& lost, bool is_rebuilt);

}  // namespace segue::pipeline
