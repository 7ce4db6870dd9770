// What is proven, a letter a day: for a terminal.
#pragma once
#include <string>
#include <vector>

#include "warehouse/coverage_reader.h"

namespace segue::cli {

// A line a month, its days from the 1st to the 31st; months without a day are left out. Days by user and date.
std::string calendar(const std::vector<warehouse::CoverageDay>& days);

}  // namespace segue::cli
