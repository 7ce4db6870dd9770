#include "pipeline/dbt_by_hand.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "pipeline/child.h"
#include "pipeline/own_models.h"

namespace segue::pipeline {
namespace {

// Commands of dbt's that read the models; what a person says of variables wins.
bool takes_variables(const std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 8> kCommands{"build", "compile", "docs", "list", "ls", "run", "show", "test"};
  const auto is = [&](std::string_view word) {
    return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
  };
  return !is("--vars") && std::any_of(kCommands.begin(), kCommands.end(), is);
}

}  // namespace

int dbt_by_hand(const Installation& installation, const std::filesystem::path& home, const std::filesystem::path& own,
                warehouse::Warehouse& warehouse, const base::FileLock& held,
                const std::vector<std::string>& arguments) {
  warehouse.open(held)->close();  // the raw tables are there, and of this version
  const auto to = warehouse.dbt_target();
  const std::filesystem::path folder = home / "dbt" / "by-hand";
  base::write_file_durably(folder / "profiles.yml",
                           fmt::format("segue:\n  target: {}\n  outputs:\n{}", to.by_hand, to.outputs));
  const auto project = own_project(installation, home, own).value_or(installation.dbt_project);
  ChildCommand command;
  command.arguments = {installation.dbt.string()};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  if (takes_variables(arguments))
    command.arguments.insert(command.arguments.end(), installation.variables.begin(), installation.variables.end());
  command.environment = {"DO_NOT_TRACK=1",
                         "PYTHONWARNINGS=ignore",
                         "PYTHONDONTWRITEBYTECODE=1",
                         "DBT_PROJECT_DIR=" + project.string(),
                         "DBT_PROFILES_DIR=" + folder.string(),
                         "DBT_TARGET_PATH=" + (folder / "target").string(),
                         "DBT_LOG_PATH=" + (home / "dbt" / "logs").string()};
  command.environment.insert(command.environment.end(), to.environment.begin(), to.environment.end());
  command.inherited_descriptor = held.descriptor();
  const int code = run_in_foreground(command);
  warehouse.settle(held);
  return code;
}

}  // namespace segue::pipeline
