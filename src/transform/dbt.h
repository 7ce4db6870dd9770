// dbt as a child: our profile, its events as progress, its results as ours.
#pragma once
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/lock.h"
#include "transform/installation.h"
#include "warehouse/warehouse.h"

namespace segue::transform {

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

using OnDbtProgress = std::function<void(const DbtProgress&)>;

// A `dbt build` of one project.
struct DbtCall {
  std::filesystem::path project;
  std::filesystem::path profiles;  // the folder that its profile is written to
  const warehouse::DbtTarget* to = nullptr;
  std::string target;              // one of the profile's
  std::string name;                // of the folder of its results: dbt parses anew when a project changes
  std::vector<std::string> which;  // arguments behind `build`
};
// Holds the lock through the child; logs and results lie in the home's folder of dbt.
DbtOutcome dbt_run(const DbtHome& home, const DbtCall& call, const base::FileLock& held,
                   const OnDbtProgress& on_progress);

// Names of a package's models and seeds in a manifest of dbt; none where there is no manifest.
std::set<std::string> model_names(const std::filesystem::path& manifest, std::string_view package);

// The profile of this target, and what every dbt of ours finds in its environment.
void write_profile(const std::filesystem::path& folder, const warehouse::DbtTarget& to, const std::string& target);
std::vector<std::string> dbt_environment(const warehouse::DbtTarget& to);

// Our whole project, and the marts that came of it. No process of ours may have a DuckDB work file open.
DbtOutcome dbt_build(const DbtHome& home, const warehouse::DbtTarget& to, const base::FileLock& held,
                     const OnDbtProgress& on_progress);

}  // namespace segue::transform
