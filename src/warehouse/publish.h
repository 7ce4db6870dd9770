// From the work file to what readers see.
#pragma once
#include <functional>

#include "base/lock.h"
#include "warehouse/work.h"

namespace segue::warehouse {

// Removes copies that a killed publisher left behind.
void sweep_unpublished(const Files& files, const base::FileLock& held);

// Copies the closed work file to `publish.tmp.<pid>`, fsyncs it, makes it read-only, renames it over
// `warehouse.duckdb`, fsyncs the folder. Throws Error(internal) when a .wal lies beside the work file.
// `before_rename` is told when the copy is durable.
void publish(const Files& files, const base::FileLock& held, const std::function<void()>& before_rename = [] {});

}  // namespace segue::warehouse
