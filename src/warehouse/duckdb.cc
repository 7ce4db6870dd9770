#include "warehouse/duckdb.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/log.h"

namespace segue::warehouse {
namespace {

using base::Error;
using base::Fault;

std::string shortened(const std::string& sql) {
  return sql.size() <= 200 ? sql : sql.substr(0, 200) + "…";
}

class Settings {
 public:
  Settings() { duckdb_create_config(&config_); }
  ~Settings() { duckdb_destroy_config(&config_); }
  void set(const char* name, const std::string& value) { duckdb_set_config(config_, name, value.c_str()); }
  duckdb_config get() const { return config_; }

 private:
  duckdb_config config_ = nullptr;
};

bool row_is_valid(duckdb_vector vector, idx_t at) {
  std::uint64_t* validity = duckdb_vector_get_validity(vector);
  return validity == nullptr || duckdb_validity_row_is_valid(validity, at);
}

// `why` as DuckDB says it; the C API has no code for these.
[[noreturn]] void fail(const std::string& why, const std::string& message) {
  for (const char* sign : {"Corrupt database file", "Could not read enough bytes", "not a valid DuckDB database file"})
    if (why.find(sign) != std::string::npos) throw Damaged(Fault::internal, message);
  throw Error(Fault::internal, message);
}

}  // namespace

Database::Database(const std::filesystem::path& file, Access access, int threads, int memory_limit_mb) {
  Settings settings;
  settings.set("access_mode", access == Access::read_only ? "READ_ONLY" : "READ_WRITE");
  settings.set("threads", std::to_string(threads));
  settings.set("memory_limit", fmt::format("{}MB", memory_limit_mb));
  settings.set("autoinstall_known_extensions", "false");
  settings.set("autoload_known_extensions", "false");
  settings.set("preserve_insertion_order", "false");
  char* error = nullptr;
  if (duckdb_open_ext(file.c_str(), &handle_, settings.get(), &error) != DuckDBSuccess) {
    const std::string why = error != nullptr ? error : "unknown";
    duckdb_free(error);
    fail(why, fmt::format("cannot open {}: {}", file.string(), why));
  }
}

Database::~Database() {
  duckdb_close(&handle_);
}

bool Row::is_null(std::size_t column) const {
  return !row_is_valid(columns_[column], at_);
}

std::string_view Row::text(std::size_t column) const {
  if (is_null(column)) return {};
  auto* strings = static_cast<duckdb_string_t*>(duckdb_vector_get_data(columns_[column]));
  return {duckdb_string_t_data(&strings[at_]), duckdb_string_t_length(strings[at_])};
}

std::int64_t Row::bigint(std::size_t column) const {
  return maybe_bigint(column).value_or(0);
}

std::optional<std::int64_t> Row::maybe_bigint(std::size_t column) const {
  if (is_null(column)) return std::nullopt;
  return static_cast<std::int64_t*>(duckdb_vector_get_data(columns_[column]))[at_];
}

double Row::real(std::size_t column) const {
  return is_null(column) ? 0.0 : static_cast<double*>(duckdb_vector_get_data(columns_[column]))[at_];
}

Connection::Connection(const Database& database) {
  if (duckdb_connect(database.handle(), &handle_) != DuckDBSuccess)
    throw Error(Fault::internal, "cannot connect to DuckDB");
}

Connection::~Connection() {
  duckdb_disconnect(&handle_);
}

void Connection::execute(const std::string& sql) {
  duckdb_result result;
  const bool done = duckdb_query(handle_, sql.c_str(), &result) == DuckDBSuccess;
  const char* error = done ? nullptr : duckdb_result_error(&result);
  const std::string why = error != nullptr ? error : "";
  duckdb_destroy_result(&result);
  if (!done) fail(why, fmt::format("DuckDB: {} (in: {})", why, shortened(sql)));
}

Result Connection::run(const std::string& sql, const std::vector<std::string>& parameters) {
  duckdb_prepared_statement statement = nullptr;
  std::string why;
  duckdb_result result{};
  bool done = duckdb_prepare(handle_, sql.c_str(), &statement) == DuckDBSuccess;
  if (!done) why = duckdb_prepare_error(statement);
  for (idx_t i = 0; done && i < parameters.size(); ++i)
    done = duckdb_bind_varchar_length(statement, i + 1, parameters[i].data(), parameters[i].size()) == DuckDBSuccess;
  if (done && duckdb_execute_prepared(statement, &result) != DuckDBSuccess) {
    done = false;
    why = duckdb_result_error(&result);
    duckdb_destroy_result(&result);
  }
  duckdb_destroy_prepare(&statement);
  if (!done) fail(why, fmt::format("DuckDB: {} (in: {})", why, shortened(sql)));
  return Result(result);
}

std::int64_t Connection::number(const std::string& sql, const std::vector<std::string>& parameters) {
  std::int64_t value = 0;
  bool first = true;
  each(sql, parameters, [&](const Row& row) {
    if (first) value = row.bigint(0);
    first = false;
  });
  return value;
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.execute("rollback");
  } catch (const std::exception& error) {
    spdlog::warn("rollback failed: {}", error.what());
  }
}

void Transaction::commit() {
  connection_.execute("commit");
  open_ = false;
}

}  // namespace segue::warehouse
