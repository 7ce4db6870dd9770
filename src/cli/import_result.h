// Shows the result of `import`: where every row and every member went.
#pragma once
#include <string>
#include <string_view>

#include "cli/context.h"
#include "cli/load_result.h"
#include "pipeline/import.h"

namespace segue::cli {

using pipeline::ImportResult;

// Prints the result. Sets exit code 5 if rows were rejected, a member was refused, or a member that was not read looks
// like a history.
void show(Context& context, const ImportResult& result, std::string_view verb);

// Returns "" if the listener's zone is set, else a line that says how days are counted and how to set it.
std::string zone_hint(const settings::Config& config, const std::string& user);

}  // namespace segue::cli
