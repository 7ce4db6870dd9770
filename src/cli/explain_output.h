// Shows a row's fate for `segue import --explain`: two lines of text, or one of JSON.
#pragma once
#include <string>
#include <vector>

#include "cli/context.h"

namespace segue::cli {

void explain_paths(Context& context, const std::vector<std::string>& paths);

}  // namespace segue::cli
