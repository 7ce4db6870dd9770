// SQLite for this room: statements and transactions that end with their scope.
#pragma once
#include <fmt/core.h>
#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace segue::state {

// An error of SQLite. The result code distinguishes a broken file from a full disk.
class SqliteError : public base::Error {
 public:
  SqliteError(int code, const std::string& message) : Error(base::Fault::internal, message), code_(code) {}
  int code() const { return code_; }  // SQLite's primary result code

 private:
  int code_;
};

[[noreturn]] inline void fail(sqlite3* handle, std::string_view what) {
  const int code = handle == nullptr ? SQLITE_NOMEM : sqlite3_errcode(handle);
  throw SqliteError(code & 0xFF, fmt::format("state.db: {}: {}", what, sqlite3_errmsg(handle)));
}

inline void execute(sqlite3* handle, const char* sql) {
  if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle, sql);
}

// One prepared statement, its parameters bound in order.
class Statement {
 public:
  Statement(sqlite3* handle, const char* sql) : handle_(handle) {
    if (sqlite3_prepare_v2(handle, sql, -1, &statement_, nullptr) != SQLITE_OK) fail(handle, sql);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& number(std::int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
  }
  Statement& text(std::string_view value) {
    sqlite3_bind_text(statement_, ++bound_, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    return *this;
  }
  // Returns true if there is a row.
  bool step() {
    const int code = sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) fail(handle_, sqlite3_sql(statement_));
    return code == SQLITE_ROW;
  }
  std::int64_t number_at(int column) const { return sqlite3_column_int64(statement_, column); }
  bool is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::string text_at(int column) const {
    const auto* text = sqlite3_column_text(statement_, column);
    return text == nullptr ? std::string{} : std::string(reinterpret_cast<const char*>(text));
  }

 private:
  sqlite3* handle_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

// A transaction that is the only writer from its begin on. It is rolled back unless it is committed.
class [[nodiscard]] Transaction {
 public:
  explicit Transaction(sqlite3* handle) : handle_(handle) { execute(handle_, "begin immediate"); }
  ~Transaction() {
    if (!is_committed_) sqlite3_exec(handle_, "rollback", nullptr, nullptr, nullptr);
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    execute(handle_, "commit");
    is_committed_ = true;
  }

 private:
  sqlite3* handle_;
  bool is_committed_ = false;
};

}  // namespace segue::state
