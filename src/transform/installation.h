// Finds dbt and the folders that it works on. Our own files are found relative to the binary, in the build tree or
// installed, never at a path of one machine.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/environment.h"
#include "music/counting.h"
#include "settings/config.h"

namespace segue::transform {

struct Installation {
  std::filesystem::path dbt;           // the dbt executable
  std::filesystem::path dbt_project;   // the folder with dbt_project.yml
  std::vector<std::string> variables;  // dbt's arguments for [counting]; none: the project's defaults
};

// Takes SEGUE_DBT and SEGUE_DBT_PROJECT, else searches from /proc/self/exe. Throws Error(usage) when a part is missing.
Installation find_installation(const base::Environment& environment, const music::Counting& counting);

// The dbt of one home: the installation, and the folders that it works in.
struct DbtHome {
  Installation installation;
  std::filesystem::path home;
  std::filesystem::path own;  // the user's own models; there may be none

  std::filesystem::path folder() const { return home / "dbt"; }
  std::filesystem::path logs() const { return folder() / "logs"; }
  // Returns the folder of a target's results, by the name of the target or project.
  std::filesystem::path results(const std::string& name) const { return folder() / "target" / name; }
};
// Throws as find_installation.
DbtHome dbt_home(const settings::Config& config, const base::Environment& environment);

}  // namespace segue::transform
