// `segue import --explain`: a row's fate as two lines of text, or as one of JSON.
#pragma once
#include <string>
#include <vector>

#include "cli/context.h"

namespace segue::cli {

void explain_paths(Context& context, const std::vector<std::string>& paths);

}  // namespace segue::cli
