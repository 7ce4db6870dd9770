// Makes a new published warehouse, the only way there is: lock → load → dbt build → publish.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/lock.h"
#include "lake/lake.h"
#include "load/load.h"
#include "transform/dbt.h"
#include "transform/own_models.h"

namespace segue::transform {

struct Built {
  std::int64_t build = 0;  // its number, as in mart `build`
  std::int64_t models = 0, tests = 0, passed = 0, failed = 0;
  std::int64_t plays = 0, plays_new = 0, rows_merged = 0;
  double seconds = 0;
  std::vector<DbtNode> nodes;
  std::optional<OwnModels> own;  // nothing if the user has none
};

// Called before each phase ("load", "dbt", "own models", "copy", "rename") and for each dbt node.
struct Watcher {
  std::function<void(std::string_view phase)> phase = [](std::string_view) {};
  OnDbtProgress dbt = [](const DbtProgress&) {};
  // Called with the build's number when its tests passed and it is about to be published.
  std::function<void(std::int64_t build)> passed = [](std::int64_t) {};
};

// Loads, builds and publishes. The user's own models are built after ours; their failures do not stop publishing.
// Throws Error(internal) with the failing nodes' names when one of our models or tests fails; nothing is published
// then.
Built build(const DbtHome& home, warehouse::Warehouse& warehouse, const base::FileLock& held, const lake::Lake& lake,
            const load::Options& options, const Watcher& watcher);

}  // namespace segue::transform
