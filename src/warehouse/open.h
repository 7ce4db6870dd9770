// Opens one of the two engines.
#pragma once
#include <filesystem>
#include <memory>

#include "warehouse/postgres_options.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

// Returns PostgreSQL's warehouse if its options have a URL, else DuckDB's in the home.
std::unique_ptr<Warehouse> open(const std::filesystem::path& home, const PostgresOptions& postgres);

}  // namespace segue::warehouse
