// Before a build: is the lake the one that the last build had?
#pragma once
#include "base/lock.h"
#include "cli/context.h"

namespace segue::cli {

// Throws Error(input), and nothing has changed, when the lake lacks an import or more than a tenth of what is known of
// it: by the tables, else by what is published; where both are gone and a build was made once, when the lake is empty.
void require_whole_lake(Context& context, const base::FileLock& held);
// Throws Error(input) where the lake holds nothing that tables are made of.
void require_some_lake(Context& context);

}  // namespace segue::cli
