// What the lake holds that the published build does not, and whether a build would read anything new in it.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lake/lake.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

struct News {
  std::optional<std::int64_t> build;  // the published one; nothing: none that remembers what it was made of
  // What changes marts.
  std::int64_t plays = 0;    // that no page of the published build shows
  std::int64_t imports = 0;  // manifests
  std::int64_t files = 0;    // of imports known before, that can be read now
  std::int64_t rules = 0;
  std::int64_t answers = 0;  // of `enrich`, with another text than the one before
  std::int64_t unread = 0;   // objects that were not looked at, since there are so many
  // Pages of the newest plays, whatever they show: each makes the calendar of proof and the as-of longer. Failed polls,
  // answers equal to the one before and "not found" change nothing, and are not counted.
  std::int64_t pages = 0;
};

// `published`: the warehouse that is shown. Lists the lake once, and reads what no build holds: kNewsRead objects at
// most.
News news_for(const lake::Lake& lake, warehouse::Connection& published);
inline constexpr std::size_t kNewsRead = 2'000;

}  // namespace segue::pipeline
