// How it works: statements are prepared, and parameters are bound as texts that the SQL casts. A result is read chunk
// by chunk from DuckDB's own vectors, so no value is copied before a visitor sees it.
#include "warehouse/duckdb.h"

#include <fmt/core.h>

#include "base/error.h"
#include "warehouse/chunk_writer.h"

namespace segue::warehouse {
namespace {

using base::Error;
using base::Fault;

class Settings {
 public:
  Settings() { duckdb_create_config(&config_); }
  ~Settings() { duckdb_destroy_config(&config_); }
  void set(const char* name, const std::string& value) { duckdb_set_config(config_, name, value.c_str()); }
  duckdb_config get() const { return config_; }

 private:
  duckdb_config config_ = nullptr;
};

// The result of a statement, whole in memory.
class Result {
 public:
  Result(duckdb_connection connection, const std::string& sql, const std::vector<std::string>& parameters);
  Result(const Result&) = delete;
  ~Result() { duckdb_destroy_result(&result_); }
  duckdb_result& get() { return result_; }

 private:
  duckdb_result result_{};
};

struct Chunk {
  duckdb_data_chunk handle;
  ~Chunk() { duckdb_destroy_data_chunk(&handle); }
};

// A row of a chunk; the caller moves `at` to the next row.
class ChunkRow final : public Row {
 public:
  explicit ChunkRow(const Chunk& chunk) : columns_(duckdb_data_chunk_get_column_count(chunk.handle)) {
    for (idx_t c = 0; c < columns_.size(); ++c) {
      columns_[c] = duckdb_data_chunk_get_vector(chunk.handle, c);
      duckdb_logical_type type = duckdb_vector_get_column_type(columns_[c]);
      types_.push_back(duckdb_get_type_id(type));
      duckdb_destroy_logical_type(&type);
    }
  }
  bool is_null(std::size_t column) const override {
    // DuckDB gives no bits at all if a vector has no null.
    std::uint64_t* validity = duckdb_vector_get_validity(columns_[column]);
    return validity != nullptr && !duckdb_validity_row_is_valid(validity, at);
  }
  std::string_view text(std::size_t column) const override {
    if (is_null(column)) return {};
    auto* strings = values<duckdb_string_t>(column, DUCKDB_TYPE_VARCHAR);
    return {duckdb_string_t_data(&strings[at]), duckdb_string_t_length(strings[at])};
  }
  std::int64_t bigint(std::size_t column) const override {
    if (is_null(column)) return 0;
    if (types_[column] == DUCKDB_TYPE_INTEGER) return values<std::int32_t>(column, DUCKDB_TYPE_INTEGER)[at];
    return values<std::int64_t>(column, DUCKDB_TYPE_BIGINT)[at];
  }
  double real(std::size_t column) const override {
    return is_null(column) ? 0.0 : values<double>(column, DUCKDB_TYPE_DOUBLE)[at];
  }
  idx_t at = 0;

 private:
  template <class Value>
  Value* values(std::size_t column, duckdb_type type) const {
    // Values of another width would be read from beyond the vector.
    if (types_[column] != type)
      throw Error(Fault::internal, fmt::format("column {} of a query has DuckDB's type {}, not {}", column + 1,
                                               static_cast<int>(types_[column]), static_cast<int>(type)));
    return static_cast<Value*>(duckdb_vector_get_data(columns_[column]));
  }
  std::vector<duckdb_vector> columns_;
  std::vector<duckdb_type> types_;
};

// Returns ", writing PATH" if DuckDB's message names the file, else "".
std::string written_file(const std::string& why) {
  constexpr std::string_view kBefore = "file \"";
  const std::size_t begin = why.find(kBefore);
  if (begin == std::string::npos) return {};
  const std::size_t name = begin + kBefore.size();
  return ", writing " + why.substr(name, why.find('"', name) - name);
}

// Throws the error that `why`, DuckDB's message, means. The message is searched, since the C API has no code for these.
[[noreturn]] void fail(const std::string& why, const std::string& message) {
  for (const char* sign : {"Corrupt database file", "Could not read enough bytes", "not a valid DuckDB database file"})
    if (why.find(sign) != std::string::npos) throw Damaged(Fault::internal, message);
  if (why.find("No space left on device") != std::string::npos)
    throw Error(Fault::internal,
                fmt::format("the disk is full{}: make room and run the command again; what has landed is kept",
                            written_file(why)));
  throw Error(Fault::internal, message);
}

Result::Result(duckdb_connection connection, const std::string& sql, const std::vector<std::string>& parameters) {
  duckdb_prepared_statement statement = nullptr;
  std::string why;
  bool done = duckdb_prepare(connection, sql.c_str(), &statement) == DuckDBSuccess;
  if (!done) why = duckdb_prepare_error(statement);
  for (idx_t i = 0; done && i < parameters.size(); ++i)
    done = duckdb_bind_varchar_length(statement, i + 1, parameters[i].data(), parameters[i].size()) == DuckDBSuccess;
  if (done && duckdb_execute_prepared(statement, &result_) != DuckDBSuccess) {
    done = false;
    why = duckdb_result_error(&result_);
    duckdb_destroy_result(&result_);
  }
  duckdb_destroy_prepare(&statement);
  if (!done) fail(why, fmt::format("DuckDB: {} (in: {})", why, shortened(sql)));
}

}  // namespace

Database::Database(const std::filesystem::path& file, Access access, int threads, int memory_limit_mb) {
  Settings settings;
  settings.set("access_mode", access == Access::read_only ? "READ_ONLY" : "READ_WRITE");
  settings.set("threads", std::to_string(threads));
  settings.set("memory_limit", fmt::format("{}MB", memory_limit_mb));
  // Otherwise DuckDB would fetch an extension from the network at its first use.
  settings.set("autoinstall_known_extensions", "false");
  settings.set("autoload_known_extensions", "false");
  // Raw tables have no order that anybody relies on: threads load objects in any order.
  settings.set("preserve_insertion_order", "false");
  char* error = nullptr;
  if (duckdb_open_ext(file.empty() ? nullptr : file.c_str(), &handle_, settings.get(), &error) != DuckDBSuccess) {
    const std::string why = error != nullptr ? error : "unknown";
    duckdb_free(error);
    fail(why, fmt::format("cannot open {}: {}", file.string(), why));
  }
}

Database::~Database() {
  duckdb_close(&handle_);
}

DuckDbConnection::DuckDbConnection(const Database& database) {
  if (duckdb_connect(database.handle(), &handle_) != DuckDBSuccess)
    throw Error(Fault::internal, "cannot connect to DuckDB");
}

DuckDbConnection::~DuckDbConnection() {
  duckdb_disconnect(&handle_);
}

void DuckDbConnection::execute(const std::string& sql) {
  duckdb_result result;
  const bool done = duckdb_query(handle_, sql.c_str(), &result) == DuckDBSuccess;
  const char* error = done ? nullptr : duckdb_result_error(&result);
  const std::string why = error != nullptr ? error : "";
  duckdb_destroy_result(&result);
  if (!done) fail(why, fmt::format("DuckDB: {} (in: {})", why, shortened(sql)));
}

void DuckDbConnection::each(const std::string& sql, const std::vector<std::string>& parameters, const Visit& visit) {
  Result result(handle_, sql, parameters);
  while (duckdb_data_chunk handle = duckdb_fetch_chunk(result.get())) {
    const Chunk chunk{handle};
    ChunkRow row(chunk);
    for (; row.at < duckdb_data_chunk_get_size(handle); ++row.at) visit(row);
  }
}

std::unique_ptr<RowWriter> DuckDbConnection::rows_into(const std::string& table, std::string_view columns) {
  Result no_rows(handle_, "select * from segue_raw." + table + " where false", {});
  std::vector<std::string> of_table;
  for (idx_t i = 0; i < duckdb_column_count(&no_rows.get()); ++i)
    of_table.emplace_back(duckdb_column_name(&no_rows.get(), i));
  require_columns(table, of_table, columns);
  return std::make_unique<ChunkWriter>(handle_, table);
}

}  // namespace segue::warehouse
