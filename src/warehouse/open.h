// Which warehouse a configuration names.
#pragma once
#include <memory>

#include "base/config.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

// PostgreSQL where the configuration names a URL, else DuckDB in SEGUE_HOME.
std::unique_ptr<Warehouse> open(const base::Config& config);

}  // namespace segue::warehouse
