// Runs dbt as a child with our profile; turns its events into progress and its results into values.
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
  std::string message;  // for failures
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
  std::vector<std::string> errors;     // dbt's messages of level error
  std::vector<warehouse::Mart> marts;  // set if it ended well
};

using OnDbtProgress = std::function<void(const DbtProgress&)>;

// A `dbt build` of one project.
struct DbtCall {
  std::filesystem::path project;
  std::filesystem::path profiles;  // the folder that the profile is written to
  const warehouse::DbtTarget* to = nullptr;
  std::string target;              // an output of the profile
  std::string name;                // of the folder of results; sharing one would cost dbt new parses
  std::vector<std::string> which;  // arguments behind `build`
};
// Runs it. The child holds the lock, too. Logs and results are written to the home's folder of dbt.
DbtOutcome dbt_run(const DbtHome& home, const DbtCall& call, const base::FileLock& held,
                   const OnDbtProgress& on_progress);

// Returns the names of a package's models and seeds in a manifest of dbt; none if there is no manifest.
std::set<std::string> model_names(const std::filesystem::path& manifest, std::string_view package);

// Writes the profile with this target, and returns the environment variables for every dbt that segue runs.
void write_profile(const std::filesystem::path& folder, const warehouse::DbtTarget& to, const std::string& target);
std::vector<std::string> dbt_environment(const warehouse::DbtTarget& to);

// Builds our whole project; the outcome has its marts. No process of ours may have a DuckDB work file open.
DbtOutcome dbt_build(const DbtHome& home, const warehouse::DbtTarget& to, const base::FileLock& held,
                     const OnDbtProgress& on_progress);

}  // namespace segue::transform
