// lock → load → dbt build → publish: the one way to a new published warehouse.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/lock.h"
#include "lake/lake.h"
#include "load/load.h"
#include "pipeline/dbt.h"
#include "pipeline/own_models.h"

namespace segue::pipeline {

struct TransformResult {
  std::int64_t build = 0;  // its number, as in mart `build`
  std::int64_t models = 0, tests = 0, passed = 0, failed = 0;
  std::int64_t plays = 0, plays_new = 0, rows_merged = 0;
  double seconds = 0;
  std::vector<DbtNode> nodes;
  std::optional<OwnModels> own;  // nothing where the user has none
};

// Told before each phase: "load", "dbt", "own models", "copy", "rename"; and of each dbt node.
struct TransformWatcher {
  std::function<void(std::string_view phase)> phase = [](std::string_view) {};
  std::function<void(const DbtProgress&)> dbt = [](const DbtProgress&) {};
  // The build passed its tests and is about to be published under this number.
  std::function<void(std::int64_t build)> passed = [](std::int64_t) {};
};

// `own`: the folder of the user's own models. They are built behind ours, and what fails of them stops no publishing.
// Throws Error(internal) with the failing nodes' names when a model or a test fails; nothing is published then.
TransformResult transform(const Installation& installation, const std::filesystem::path& home,
                          const std::filesystem::path& own, warehouse::Warehouse& warehouse, const base::FileLock& held,
                          const lake::Lake& lake, const load::Options& options, const TransformWatcher& watcher);

}  // namespace segue::pipeline
