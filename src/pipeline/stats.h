// The step `stats`: a listener's totals and tops, out of the published warehouse.
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
  std::optional<int> year;  // nothing: of all years
  warehouse::Totals totals;
  std::vector<warehouse::Ranked> songs, artists, albums;
  std::vector<std::int64_t> hours;  // plays by local hour, 24 of them
  bool proven = false;              // else there may be more: "at least"
  bool whole = false;               // of a year: each of its days is proven, with plays or without
};

// `top`: rows of each list.
Statistics statistics(Home& home, std::optional<int> year, int top);

}  // namespace segue::pipeline
