#include "state/state_file.h"

#include <fmt/core.h>
#include <sqlite3.h>

#include "base/error.h"

namespace segue::state {
namespace {

constexpr int kVersion = 1;
constexpr const char* kTables =
    "create table run (id integer primary key, step text not null, user text not null, started_ms integer not null,"
    " ended_ms integer, exit_code integer, note text not null default '');"
    "create table build (number integer primary key, passed_ms integer not null);"
    "pragma user_version = 1;";

[[noreturn]] void fail(sqlite3* handle, std::string_view what) {
  throw base::Error(base::Fault::internal, fmt::format("state.db: {}: {}", what, sqlite3_errmsg(handle)));
}

// One prepared statement, its parameters bound in order.
class Statement {
 public:
  Statement(sqlite3* handle, const char* sql) : handle_(handle) {
    if (sqlite3_prepare_v2(handle, sql, -1, &statement_, nullptr) != SQLITE_OK) fail(handle, sql);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;

  Statement& number(std::int64_t value) {
    sqlite3_bind_int64(statement_, ++bound_, value);
    return *this;
  }
  Statement& text(std::string_view value) {
    sqlite3_bind_text(statement_, ++bound_, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    return *this;
  }
  // True while there is a row.
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

void execute(sqlite3* handle, const char* sql) {
  if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(handle, sql);
}

std::int64_t version_of(sqlite3* handle) {
  Statement statement(handle, "pragma user_version");
  return statement.step() ? statement.number_at(0) : 0;
}

// `immediate`: two processes that find a new file make its tables once.
void bring_up(sqlite3* handle) {
  execute(handle, "pragma journal_mode = wal; pragma synchronous = normal;");
  if (version_of(handle) == kVersion) return;
  execute(handle, "begin immediate");
  if (version_of(handle) == 0) execute(handle, kTables);
  execute(handle, "commit");
}

}  // namespace

void StateFile::Close::operator()(sqlite3* handle) const {
  sqlite3_close(handle);
}

StateFile::StateFile(const std::filesystem::path& file) {
  std::filesystem::create_directories(file.parent_path());
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(file.c_str(), &opened);
  handle_.reset(opened);
  if (code != SQLITE_OK) fail(opened, file.string());
  sqlite3_busy_timeout(opened, 10'000);
  std::int64_t version = 0;
  try {
    bring_up(opened);
    version = version_of(opened);
  } catch (const base::Error& error) {
    throw base::Error(base::Fault::usage, fmt::format("{} cannot be used ({}): delete it, it only remembers runs",
                                                      file.string(), error.what()));
  }
  if (version > kVersion)
    throw base::Error(base::Fault::usage,
                      fmt::format("{} is of a newer segue: use that one, or delete the file", file.string()));
}

std::int64_t StateFile::begin_run(std::string_view step, std::string_view user, base::Instant at) {
  Statement statement(handle_.get(), "insert into run (step, user, started_ms) values (?, ?, ?) returning id");
  statement.text(step).text(user).number(base::to_ms(at)).step();
  const std::int64_t id = statement.number_at(0);
  statement.step();  // to the end, so that the row is committed
  return id;
}

void StateFile::end_run(std::int64_t id, base::Instant at, int exit_code, std::string_view note) {
  Statement statement(handle_.get(), "update run set ended_ms = ?, exit_code = ?, note = ? where id = ?");
  statement.number(base::to_ms(at)).number(exit_code).text(note).number(id).step();
}

std::vector<Run> StateFile::runs(int most) const {
  Statement statement(handle_.get(),
                      "select id, step, user, started_ms, ended_ms, exit_code, note from run order by id desc limit ?");
  statement.number(most);
  std::vector<Run> runs;
  while (statement.step()) {
    Run run{statement.number_at(0),
            statement.text_at(1),
            statement.text_at(2),
            base::from_ms(statement.number_at(3)),
            {},
            0,
            ""};
    if (!statement.is_null(4)) run.ended = base::from_ms(statement.number_at(4));
    run.exit_code = static_cast<int>(statement.number_at(5));
    run.note = statement.text_at(6);
    runs.push_back(std::move(run));
  }
  return runs;
}

void StateFile::record_build(std::int64_t number, base::Instant at) {
  Statement statement(handle_.get(), "insert or replace into build (number, passed_ms) values (?, ?)");
  statement.number(number).number(base::to_ms(at)).step();
}

std::vector<Build> StateFile::builds() const {
  Statement statement(handle_.get(), "select number, passed_ms from build order by number");
  std::vector<Build> builds;
  while (statement.step()) builds.push_back({statement.number_at(0), base::from_ms(statement.number_at(1))});
  return builds;
}

}  // namespace segue::state
