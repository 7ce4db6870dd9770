// Opens the warehouse that a configuration names.
#pragma once
#include <memory>

#include "base/config.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

// Returns PostgreSQL's warehouse if the configuration names a URL, else DuckDB's in SEGUE_HOME.
std::unique_ptr<Warehouse> open(const base::Config& config);

}  // namespace segue::warehouse
