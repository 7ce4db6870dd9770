// Models of the user's own, built behind ours: a dbt project that has ours as a package, so that ref() finds our marts.
// Ours never reads it, and an upgrade of segue never writes into the user's folder.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "transform/dbt.h"

namespace segue::transform {

// `home.own` holds models/, and may hold macros/, tests/ and seeds/. Writes the project around it (own-project in the
// home's folder of dbt: settings, our package, links to those folders); nothing when there is no folder models/.
std::optional<std::filesystem::path> own_project(const DbtHome& home);

struct OwnModels {
  std::int64_t models = 0, tests = 0;  // that ended well
  std::vector<std::string> failures;   // "top_artists: why"; a project that dbt cannot read is one
};
// Drops the tables of schema segue_own whose model the last build of theirs did not know, or all where no model is
// left.
void drop_gone_models(const DbtHome& home, warehouse::Connection& connection);

// Builds them into schema segue_own of this target of the profile. Throws nothing for what is wrong with them. Nothing
// when there are none.
std::optional<OwnModels> build_own_models(const DbtHome& home, const warehouse::DbtTarget& to,
                                          const std::string& target, const base::FileLock& held,
                                          const OnDbtProgress& on_progress);

}  // namespace segue::transform
