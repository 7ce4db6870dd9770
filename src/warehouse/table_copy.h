// Writes tables as Parquet or CSV files. DuckDB writes both, so that both warehouses give equal files.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "warehouse/warehouse.h"

namespace segue::warehouse {

// Does Warehouse::copy_out for a connection to DuckDB.
std::int64_t copy_table(Connection& duckdb, const std::string& table, const std::filesystem::path& file,
                        FileFormat format);
// Does it for any connection: rows pass as text through a scratch DuckDB in `file`.rows.tmp, which is removed at the
// end.
std::int64_t copy_table_through(Connection& connection, const std::string& table, const std::filesystem::path& file,
                                FileFormat format);

// Returns the names of a schema's tables, sorted, without PostgreSQL's marker table.
std::vector<std::string> tables_in(Connection& connection, const std::string& schema);

}  // namespace segue::warehouse
