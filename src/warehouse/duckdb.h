// DuckDB's C API with owners: a database, a connection, a result. Errors become base::Error with the statement's text.
#pragma once
#include <duckdb.h>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace segue::warehouse {

enum class Access { read_write, read_only };

// The file's bytes are not what DuckDB wrote: a write was torn (a kill amid one, a machine that lost power), or the
// disk fails. Kills between writes never lead here.
class Damaged : public base::Error {
 public:
  using base::Error::Error;
};

class Database {
 public:
  // `memory_limit_mb` bounds DuckDB's own memory. No extension is ever fetched.
  Database(const std::filesystem::path& file, Access access, int threads = 2, int memory_limit_mb = 4096);
  ~Database();
  Database(const Database&) = delete;
  duckdb_database handle() const { return handle_; }

 private:
  duckdb_database handle_ = nullptr;
};

// A whole result in memory. Columns by index; values by the type asked for.
class Result {
 public:
  explicit Result(duckdb_result result) : result_(result) {}
  Result(Result&& other) noexcept : result_(other.result_) { other.result_ = {}; }
  Result(const Result&) = delete;
  ~Result() { duckdb_destroy_result(&result_); }
  duckdb_result& get() { return result_; }

 private:
  duckdb_result result_;
};

// One row of a result, while it is visited.
class Row {
 public:
  Row(const std::vector<duckdb_vector>& columns, idx_t at) : columns_(columns), at_(at) {}
  bool is_null(std::size_t column) const;
  std::string_view text(std::size_t column) const;  // varchar; "" for null; lives during the visit
  std::int64_t bigint(std::size_t column) const;    // bigint, 0 for null
  std::optional<std::int64_t> maybe_bigint(std::size_t column) const;
  double real(std::size_t column) const;  // double precision, 0 for null

 private:
  const std::vector<duckdb_vector>& columns_;
  idx_t at_;
};

class Connection {
 public:
  explicit Connection(const Database& database);
  ~Connection();
  Connection(const Connection&) = delete;
  duckdb_connection handle() const { return handle_; }

  // Runs one or several statements; throws Error(internal) naming the failing text.
  void execute(const std::string& sql);
  // Visits each row of a query. Cast columns in SQL to varchar, bigint or double: Row reads these only.
  // `parameters` fill $1, $2, … as text.
  template <class Visit>
  void each(const std::string& sql, const std::vector<std::string>& parameters, Visit visit) {
    Result result = run(sql, parameters);
    while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result.get())) {
      const ChunkOwner owner{chunk};
      std::vector<duckdb_vector> columns(duckdb_data_chunk_get_column_count(chunk));
      for (idx_t c = 0; c < columns.size(); ++c) columns[c] = duckdb_data_chunk_get_vector(chunk, c);
      for (idx_t r = 0; r < duckdb_data_chunk_get_size(chunk); ++r) visit(Row(columns, r));
    }
  }
  template <class Visit>
  void each(const std::string& sql, Visit visit) {
    each(sql, {}, visit);
  }
  // First column of the first row; 0 when there is none.
  std::int64_t number(const std::string& sql, const std::vector<std::string>& parameters = {});

 private:
  struct ChunkOwner {
    duckdb_data_chunk chunk;
    ~ChunkOwner() { duckdb_destroy_data_chunk(&chunk); }
  };
  Result run(const std::string& sql, const std::vector<std::string>& parameters);
  duckdb_connection handle_ = nullptr;
};

// Begins at once; rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) { connection_.execute("begin transaction"); }
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace segue::warehouse
