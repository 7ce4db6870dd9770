#include "warehouse/open.h"

#include "warehouse/duckdb_warehouse.h"
#include "warehouse/postgres_warehouse.h"

namespace segue::warehouse {

std::unique_ptr<Warehouse> open(const base::Config& config) {
  if (config.warehouse_url.empty()) return std::make_unique<DuckDbWarehouse>(Files{config.home});
  return std::make_unique<PostgresWarehouse>(
      PostgresOptions{config.warehouse_url, config.warehouse_statement_timeout_s});
}

}  // namespace segue::warehouse
