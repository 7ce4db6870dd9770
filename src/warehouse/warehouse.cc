#include "warehouse/warehouse.h"

#include "warehouse/duckdb_warehouse.h"
#include "warehouse/postgres_warehouse.h"

namespace segue::warehouse {

base::Error nothing_published() {
  return {base::Fault::usage,
          "no warehouse is published yet: run `segue import PATH` or `segue poll`, then `segue transform`"};
}

std::unique_ptr<Warehouse> warehouse_of(const base::Config& config) {
  if (config.warehouse_url.empty()) return std::make_unique<DuckDbWarehouse>(Files{config.home});
  return std::make_unique<PostgresWarehouse>(
      PostgresOptions{config.warehouse_url, config.warehouse_statement_timeout_s});
}

}  // namespace segue::warehouse
