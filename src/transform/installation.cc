#include "transform/installation.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::transform {
namespace {

namespace fs = std::filesystem;

fs::path pick(const base::Environment& environment, const char* variable, const fs::path& built,
              const fs::path& installed) {
  if (const auto set = environment(variable); set && !set->empty()) return *set;
  return fs::exists(built) ? built : installed;
}

// Returns no --vars for the default settings: a changed --vars costs dbt a full parse.
std::vector<std::string> variables_of(const music::Counting& counting) {
  if (counting == music::Counting{}) return {};
  return {"--vars",
          fmt::format(R"({{"count_min_seconds":{},"count_min_share":{},"count_skips":{},"count_incognito":{}}})",
                      counting.min_seconds, counting.min_share, counting.skips, counting.incognito)};
}

}  // namespace

Installation find_installation(const base::Environment& environment, const music::Counting& counting) {
  const fs::path bin = fs::read_symlink("/proc/self/exe").parent_path();
  const fs::path tree = (bin / "../../..").lexically_normal();  // build/<preset>/bin
  const fs::path prefix = (bin / "..").lexically_normal();
  Installation found;
  found.variables = variables_of(counting);
  found.dbt =
      pick(environment, "SEGUE_DBT", tree / ".deps/venv-build/bin/dbt", prefix / "lib/segue/venv-build/bin/dbt");
  found.dbt_project = pick(environment, "SEGUE_DBT_PROJECT", tree / "dbt", prefix / "share/segue/dbt");
  if (!fs::exists(found.dbt))
    throw base::Error(base::Fault::usage,
                      fmt::format("dbt is not at {}: run `make setup`, or set SEGUE_DBT", found.dbt.string()));
  if (!fs::exists(found.dbt_project / "dbt_project.yml"))
    throw base::Error(base::Fault::usage,
                      fmt::format("there is no dbt project at {}: set SEGUE_DBT_PROJECT", found.dbt_project.string()));
  return found;
}

DbtHome dbt_home(const settings::Config& config, const base::Environment& environment) {
  return {find_installation(environment, config.counting), config.home, config.own_folder()};
}

}  // namespace segue::transform
