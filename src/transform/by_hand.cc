#include "transform/by_hand.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/child.h"
#include "transform/dbt.h"
#include "transform/own_models.h"

namespace segue::transform {
namespace {

// Returns whether dbt's command reads the models and so needs our variables. A person's own --vars wins.
bool takes_variables(const std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 8> kCommands{"build", "compile", "docs", "list", "ls", "run", "show", "test"};
  const auto is = [&](std::string_view word) {
    return std::find(arguments.begin(), arguments.end(), word) != arguments.end();
  };
  return !is("--vars") && std::any_of(kCommands.begin(), kCommands.end(), is);
}

}  // namespace

int dbt_by_hand(const DbtHome& home, warehouse::Warehouse& warehouse, const base::FileLock& held,
                const std::vector<std::string>& arguments) {
  const Installation& installation = home.installation;
  warehouse.open(held)->close();  // makes the raw tables, or migrates them to this version
  const auto to = warehouse.dbt_target();
  const std::filesystem::path folder = home.folder() / "by-hand";
  write_profile(folder, to, to.by_hand);
  const auto project = own_project(home).value_or(installation.dbt_project);
  base::ChildCommand command;
  command.arguments = {installation.dbt.string()};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  if (takes_variables(arguments))
    command.arguments.insert(command.arguments.end(), installation.variables.begin(), installation.variables.end());
  command.environment = dbt_environment(to);
  for (const auto& [name, path] :
       {std::pair{"DBT_PROJECT_DIR", project}, std::pair{"DBT_PROFILES_DIR", folder},
        std::pair{"DBT_TARGET_PATH", folder / "target"}, std::pair{"DBT_LOG_PATH", home.logs()}})
    command.environment.push_back(fmt::format("{}={}", name, path.string()));
  command.inherited_descriptor = held.descriptor();
  const int code = base::run_in_foreground(command);
  warehouse.settle(held);
  return code;
}

}  // namespace segue::transform
