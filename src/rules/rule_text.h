// A rule in words.
#pragma once
#include <string>

#include "music/rule.h"

namespace segue::rules {

// "exclude artist Rain", "merge A - X into A - Y", "merge artist A into B", "exclude window from 2024-01-01 to
// 2024-02-01".
std::string sentence_of(const music::Rule& rule);
// "both", "statistics", "recommendations"; of merges and splits "both".
std::string scope_of(const music::Rule& rule);

}  // namespace segue::rules
