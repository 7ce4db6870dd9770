// DuckDB's C API with owners: a database and its connections. Errors become base::Error with the statement's text.
#pragma once
#include <duckdb.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "warehouse/connection.h"

namespace segue::warehouse {

enum class Access { read_write, read_only };

// Thrown when the file's bytes are not what DuckDB wrote: a write was torn (by a kill in the middle or a loss of
// power), or the disk fails. Kills between writes never lead here.
class Damaged : public base::Error {
 public:
  using base::Error::Error;
};

class Database {
 public:
  // `memory_limit_mb` bounds DuckDB's own memory. No extension is ever fetched. With an empty path the database is in
  // memory.
  Database(const std::filesystem::path& file, Access access, int threads = 2, int memory_limit_mb = 4096);
  ~Database();
  Database(const Database&) = delete;
  duckdb_database handle() const { return handle_; }

 private:
  duckdb_database handle_ = nullptr;
};

class DuckDbConnection final : public Connection {
 public:
  using Connection::each;
  explicit DuckDbConnection(const Database& database);
  ~DuckDbConnection() override;
  DuckDbConnection(const DuckDbConnection&) = delete;
  duckdb_connection handle() const { return handle_; }

  void execute(const std::string& sql) override;
  void each(const std::string& sql, const std::vector<std::string>& parameters, const Visit& visit) override;
  std::unique_ptr<RowWriter> rows_into(const std::string& table, std::string_view columns) override;

 private:
  duckdb_connection handle_ = nullptr;
};

}  // namespace segue::warehouse
