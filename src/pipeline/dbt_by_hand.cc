#include "pipeline/dbt_by_hand.h"

#include <fmt/core.h>

#include "base/file.h"
#include "pipeline/child.h"

namespace segue::pipeline {

int dbt_by_hand(const Installation& installation, const std::filesystem::path& home, warehouse::Warehouse& warehouse,
                const base::FileLock& held, const std::vector<std::string>& arguments) {
  warehouse.open(held)->close();  // the raw tables are there, and of this version
  const auto to = warehouse.dbt_target();
  const std::filesystem::path folder = home / "dbt" / "by-hand";
  base::write_file_durably(folder / "profiles.yml",
                           fmt::format("segue:\n  target: {}\n  outputs:\n{}", to.by_hand, to.outputs));
  ChildCommand command;
  command.arguments = {installation.dbt.string()};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.environment = {"DO_NOT_TRACK=1",
                         "PYTHONWARNINGS=ignore",
                         "PYTHONDONTWRITEBYTECODE=1",
                         "DBT_PROJECT_DIR=" + installation.dbt_project.string(),
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
