// How the result of `import` is shown: where every row and every member went.
#pragma once
#include <string>
#include <string_view>

#include "cli/context.h"
#include "cli/load_result.h"
#include "pipeline/import.h"

namespace segue::cli {

using pipeline::ImportResult;

// Prints it. Exit code 5 when rows were rejected, a member was refused, or what could not be read looks like a history.
void show(Context& context, const ImportResult& result, std::string_view verb);

// "" where the listener's zone is set, else a line that says how days are counted and how to set it.
std::string zone_hint(const base::Config& config, const std::string& user);

}  // namespace segue::cli
