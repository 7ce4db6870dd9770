// Shows the table of `segue evaluate` to people and to programs.
#pragma once
#include <string>

#include "evaluation/run.h"

namespace segue::cli {

std::string json_of(const evaluation::Evaluated& evaluated);
// Returns a table of at most 80 columns with the means and half the width of their 95 % intervals.
std::string text_of(const evaluation::Evaluated& evaluated);

}  // namespace segue::cli
