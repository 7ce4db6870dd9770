// Shows on a terminal which days are proven, one letter a day.
#pragma once
#include <string>
#include <vector>

#include "warehouse/coverage_reader.h"

namespace segue::cli {

// Returns one line a month, with its days from the 1st to the 31st; months without a day are left out. `days` are
// sorted by user and date.
std::string calendar(const std::vector<warehouse::CoverageDay>& days);

}  // namespace segue::cli
