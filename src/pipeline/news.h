// Finds what the lake holds that the published build does not, and counts what of it would change a mart.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lake/lake.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

struct News {
  std::optional<std::int64_t> build;  // the published one, if it remembers what it was made of
  // These counts change marts.
  std::int64_t plays = 0;    // plays that no page of the published build shows
  std::int64_t imports = 0;  // manifests
  std::int64_t files = 0;    // files of known imports that can be read again
  std::int64_t rules = 0;
  std::int64_t answers = 0;  // of `enrich`, if they differ from the one before
  std::int64_t unread = 0;   // objects that were not read, because there are so many
  // Pages of the newest plays, whatever they show: each extends the calendar of proof and the as-of. Failed polls,
  // answers equal to the one before and "not found" change nothing and are not counted.
  std::int64_t pages = 0;
};

// Compares the lake with the published warehouse. Lists the lake once, and reads at most kNewsRead objects that no
// build holds.
News news_for(const lake::Lake& lake, warehouse::Connection& published);
inline constexpr std::size_t kNewsRead = 2'000;

}  // namespace segue::pipeline
