#include "warehouse/open.h"

#include "warehouse/duckdb_warehouse.h"
#include "warehouse/postgres_warehouse.h"

namespace segue::warehouse {

std::unique_ptr<Warehouse> open(const std::filesystem::path& home, const PostgresOptions& postgres) {
  if (postgres.url.empty()) return std::make_unique<DuckDbWarehouse>(Files{home});
  return std::make_unique<PostgresWarehouse>(postgres);
}

}  // namespace segue::warehouse
