// Says where each row of a history file went: reads the file again and looks up its rows in the published tables.
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
  load::Zones zones;  // for times without a zone, as at load
  base::Instant now;  // bounds the times of members that have not landed
};

// Calls `visit` for each row, member by member, in the order of the file. Memory holds one member and some thousand
// rows of the tables. Before the first build every row is `not_built`. Throws as capture::read_container does.
Explained explain(const lake::Lake& lake, warehouse::Warehouse& warehouse, const ExplainScope& scope,
                  const std::filesystem::path& path, const std::function<void(const RowFate&)>& visit);

}  // namespace segue::pipeline
