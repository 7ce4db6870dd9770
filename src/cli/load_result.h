// Shows the counts at the end of `import`, `load` and `corpus add`.
#pragma once
#include <string>
#include <string_view>

#include "base/json.h"
#include "cli/context.h"
#include "pipeline/load.h"

namespace segue::cli {

using pipeline::LoadResult;

// Return what show() prints, and the code that it sets, for results that say more.
base::JsonObject json_of(const LoadResult& result);
std::string text_of(const LoadResult& result, std::string_view verb);
void set_exit_code(Context& context, const LoadResult& result);

// Prints the result and sets exit code 5 if anything was rejected or refused.
void show(Context& context, const LoadResult& result, std::string_view verb);

}  // namespace segue::cli
