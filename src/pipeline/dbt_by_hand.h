// dbt as a person calls it: our project and profile, under the lock.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/lock.h"
#include "pipeline/installation.h"
#include "warehouse/warehouse.h"

namespace segue::pipeline {

// Runs dbt with these arguments in the foreground: it reads and writes where we do, and holds the lock until it ends.
// Project, profile, target path and log path are told by its environment, so that its own flags win. Gives its exit
// code.
// Where the user has models of their own (`own`), the project is theirs, with ours as its package.
int dbt_by_hand(const Installation& installation, const std::filesystem::path& home, const std::filesystem::path& own,
                warehouse::Warehouse& warehouse, const base::FileLock& held, const std::vector<std::string>& arguments);

}  // namespace segue::pipeline
