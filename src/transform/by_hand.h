// Runs dbt as a person calls it: with our project and profile, under the lock.
#pragma once
#include <string>
#include <vector>

#include "base/lock.h"
#include "transform/installation.h"
#include "warehouse/warehouse.h"

namespace segue::transform {

// Runs dbt with these arguments in the foreground and returns its exit code. dbt has our standard streams and holds the
// lock until it ends. Project, profile, target path and log path are set in its environment, so that dbt's own flags
// win. If the user has models of their own, the project is theirs, with ours as its package.
int dbt_by_hand(const DbtHome& home, warehouse::Warehouse& warehouse, const base::FileLock& held,
                const std::vector<std::string>& arguments);

}  // namespace segue::transform
