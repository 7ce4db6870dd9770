// The step `stats`: reads a listener's totals and tops from the published warehouse.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/home.h"
#include "warehouse/statistics.h"

namespace segue::pipeline {

struct Statistics {
  std::string user;
  std::optional<int> year;  // not set: all years
  warehouse::Totals totals;
  std::vector<warehouse::Ranked> songs, artists, albums;
  std::vector<std::int64_t> hours;  // plays by local hour, 24 of them
  bool proven = false;              // false: there may be more ("at least")
  bool whole = false;               // every day of the year is proven, with plays or without
};

// `top` is the number of rows of each list.
Statistics statistics(Home& home, std::optional<int> year, int top);

}  // namespace segue::pipeline
