// Before a build: is the lake the one that the last build had?
#pragma once
#include "base/lock.h"
#include "cli/context.h"
#include "load/lost.h"

namespace segue::cli {

// Compares the lake with the objects that the tables name as loaded, or else the published ones; returns what is gone.
load::Lost lost_of_lake(Context& context, const base::FileLock& held);
// Throws Error(input), and nothing has changed, when that is an import or more than a tenth; where tables and what was
// published are gone and a build was made once, when the lake is empty.
void require_whole_lake(Context& context, const load::Lost& lost);
// Throws Error(input) where the lake holds nothing that tables are made of.
void require_some_lake(Context& context);
// Says on stderr what is missing, and what becomes of its rows: nothing where nothing is.
void tell_lost(Context& context, const load::Lost& lost, bool is_rebuilt);

}  // namespace segue::cli
