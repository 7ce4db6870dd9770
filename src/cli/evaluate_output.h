// The table of `segue evaluate`, for people and for programs.
#pragma once
#include <string>

#include "evaluation/run.h"

namespace segue::cli {

std::string json_of(const evaluation::Evaluated& evaluated);
// At most 80 columns: means, and half the width of their 95 % intervals.
std::string text_of(const evaluation::Evaluated& evaluated);

}  // namespace segue::cli
