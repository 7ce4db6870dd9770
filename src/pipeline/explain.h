// Where each row of a history file went: the file is read again, and its rows are looked up in what is published.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "capture/container.h"
#include "lake/lake.h"
#include "load/zones.h"
#include "pipeline/row_fate.h"
#include "warehouse/warehouse.h"

namespace segue::pipeline {

struct Explained {
  std::vector<capture::NotRead> not_read;
  std::map<std::string, std::int64_t> rows;  // text_of(fate) → rows
};

struct ExplainScope {
  std::string user;
  load::Zones zones;  // readings of a wall clock are taken by them, as at load
  base::Instant now;  // bounds the times of members that have not landed
};

// Rows come member by member, in their order. Memory: a member as it is read, and some thousand rows of the tables.
// Before the first build every row is `not_built`. Throws as capture::read_container does.
Explained explain(const lake::Lake& lake, warehouse::Warehouse& warehouse, const ExplainScope& scope,
                  const std::filesystem::path& path, const std::function<void(const RowFate&)>& visit);

}  // namespace segue::pipeline
