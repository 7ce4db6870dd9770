// Says a rule in words.
#pragma once
#include <string>

#include "music/rule.h"

namespace segue::rules {

// "exclude artist Rain", "merge A - X into A - Y", "merge artist A into B", "exclude window from 2024-01-01 to
// 2024-02-01".
std::string sentence_of(const music::Rule& rule);
// Returns "both", "statistics" or "recommendations"; "both" for merges and splits.
std::string scope_of(const music::Rule& rule);

}  // namespace segue::rules
