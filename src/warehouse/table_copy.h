// Tables as files: Parquet and CSV, both written by DuckDB, so that both warehouses give the same.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "warehouse/warehouse.h"

namespace segue::warehouse {

// As Warehouse::copy_out, of a connection to DuckDB.
std::int64_t copy_table(Connection& duckdb, const std::string& table, const std::filesystem::path& file,
                        FileFormat format);
// Of any connection: rows pass as text through a DuckDB of our own, in `file`.rows.tmp, gone at the end.
std::int64_t copy_table_through(Connection& connection, const std::string& table, const std::filesystem::path& file,
                                FileFormat format);

// Names of the tables of a schema, sorted, without the mark that makes a schema of PostgreSQL ours.
std::vector<std::string> tables_in(Connection& connection, const std::string& schema);

}  // namespace segue::warehouse
