// dbt as a person calls it: our project and profile, under the lock.
#pragma once
#include <string>
#include <vector>

#include "base/lock.h"
#include "transform/installation.h"
#include "warehouse/warehouse.h"

namespace segue::transform {

// Runs dbt with these arguments in the foreground: it reads and writes where we do, and holds the lock until it ends.
// Project, profile, target path and log path are told by its environment, so that its own flags win. Gives its exit
// code.
// Where the user has models of their own, the project is theirs, with ours as its package.
int dbt_by_hand(const DbtHome& home, warehouse::Warehouse& warehouse, const base::FileLock& held,
                const std::vector<std::string>& arguments);

}  // namespace segue::transform
