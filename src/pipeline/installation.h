// Where this program's own files lie: beside the binary, in the build tree or installed. Never a path of one machine.
#pragma once
#include <filesystem>

#include "base/config.h"

namespace segue::pipeline {

struct Installation {
  std::filesystem::path dbt;           // the dbt executable
  std::filesystem::path dbt_project;   // the folder with dbt_project.yml
  std::vector<std::string> variables;  // arguments of dbt that say what counts; none: the project's own
};

// SEGUE_DBT and SEGUE_DBT_PROJECT, else as found from /proc/self/exe. Throws Error(usage) when a part is missing.
Installation find_installation(const base::Environment& environment, const base::Counting& counting);

}  // namespace segue::pipeline
