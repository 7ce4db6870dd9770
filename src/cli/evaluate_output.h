// The table of `segue evaluate`, for people and for programs.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "evaluation/metrics.h"

namespace segue::cli {

struct Evaluated {
  std::string protocol;
  std::uint64_t seed = 0;
  std::vector<evaluation::Score> scores;
  std::vector<std::pair<std::string, std::size_t>> sizes;  // of the set: names in snake_case
  std::string predictions;                                 // the file that was written; "" = none
};

std::string json_of(const Evaluated& evaluated);
// At most 80 columns: means, and half the width of their 95 % intervals.
std::string text_of(const Evaluated& evaluated);

}  // namespace segue::cli
