// Builds models of the user's own after ours. They are a dbt project that has ours as a package, so that ref() finds
// our marts. Our project never reads theirs, and an upgrade of segue never writes into the user's folder.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "transform/dbt.h"

namespace segue::transform {

// Writes the project around `home.own` (own-project in the home's folder of dbt: settings, our package, links to the
// user's folders) and returns its folder. `home.own` has models/ and may have macros/, tests/ and seeds/. Returns
// nothing, and writes nothing, if there is no folder models/.
std::optional<std::filesystem::path> own_project(const DbtHome& home);

struct OwnModels {
  std::int64_t models = 0, tests = 0;  // those that ended well
  std::vector<std::string> failures;   // "top_artists: why"; a project that dbt cannot read is one
};
// Drops the tables and views of schema segue_own whose model the last build of the user's models did not know, or all
// if there are no such models any more.
void drop_gone_models(const DbtHome& home, warehouse::Connection& connection);

// Builds the user's models into schema segue_own of this target of the profile. Reports what is wrong with them in the
// result and does not throw for it. Returns nothing if there are none.
std::optional<OwnModels> build_own_models(const DbtHome& home, const warehouse::DbtTarget& to,
                                          const std::string& target, const base::FileLock& held,
                                          const OnDbtProgress& on_progress);

}  // namespace segue::transform
