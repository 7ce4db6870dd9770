// dbt as a child: our profile, its events as progress, its results as ours.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/lock.h"
#include "pipeline/installation.h"
#include "warehouse/warehouse.h"

namespace segue::pipeline {

// One node that dbt has finished.
struct DbtNode {
  std::string name;    // unique_id: model.segue.fct_plays
  std::string status;  // success, pass, fail, error, skipped, warn, no-op
  double seconds = 0;
  std::string message;  // of failures
  bool is_model() const { return name.starts_with("model.") || name.starts_with("seed."); }
  bool is_test() const { return name.starts_with("test.") || name.starts_with("unit_test."); }
  bool failed() const { return status == "fail" || status == "error" || status == "runtime error"; }
};

struct DbtProgress {
  std::string name;
  int index = 0, total = 0;
};

struct DbtOutcome {
  int exit_code = 0;
  std::vector<DbtNode> nodes;          // in the order of run_results.json
  std::vector<std::string> errors;     // what dbt said at level error
  std::vector<warehouse::Mart> marts;  // where it ended well
};

// `dbt build`, holding the lock through the child; profile, logs and results under `home`/dbt. No process of ours may
// have a DuckDB work file open.
DbtOutcome dbt_build(const Installation& installation, const std::filesystem::path& home,
                     const warehouse::DbtTarget& to, const base::FileLock& held,
                     const std::function<void(const DbtProgress&)>& on_progress);

}  // namespace segue::pipeline
