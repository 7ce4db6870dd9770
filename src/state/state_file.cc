#include "state/state_file.h"

#include <fmt/core.h>

#include "base/error.h"
#include "state/sqlite.h"

namespace segue::state {
namespace {

constexpr int kVersion = 4;
constexpr const char* kRuns =
    "create table run (id integer primary key, step text not null, user text not null, started_ms integer not null,"
    " ended_ms integer, exit_code integer, note text not null default '');"
    "create table build (number integer primary key, passed_ms integer not null);";
constexpr const char* kCalls =
    "create table call (id integer primary key autoincrement, at_ms integer not null, family text not null,"
    " status integer not null default 0);"
    "create index call_at on call (at_ms);"
    "create table breaker (family text primary key, opened_ms integer not null, until_ms integer not null,"
    " refusals integer not null, why text not null);"
    "pragma user_version = 2;";
constexpr const char* kObjects = "alter table build add column objects integer; pragma user_version = 3;";
constexpr const char* kInputs =
    "alter table build drop column objects; alter table build add column inputs text; pragma user_version = 4;";

std::int64_t version_of(sqlite3* handle) {
  Statement statement(handle, "pragma user_version");
  return statement.step() ? statement.number_at(0) : 0;
}

// Two processes that switch a new file at once would lock each other out: SQLite then says "busy" to one of them
// without waiting, whatever the time-out.
void switch_to_wal(sqlite3* handle) {
  constexpr int kPauseMs = 5, kTries = 2'000;
  for (int tries = 1;; ++tries) {
    const int code = sqlite3_exec(handle, "pragma journal_mode = wal", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    if (code != SQLITE_BUSY || tries == kTries) fail(handle, "pragma journal_mode = wal");
    sqlite3_sleep(kPauseMs);
  }
}

// `immediate`: two processes that find a new file make its tables once.
void bring_up(sqlite3* handle) {
  // `full`: a call that is counted stays counted when the power fails.
  switch_to_wal(handle);
  execute(handle, "pragma synchronous = full");
  if (version_of(handle) >= kVersion) return;
  Transaction transaction(handle);
  const std::int64_t version = version_of(handle);
  if (version == 0) execute(handle, kRuns);
  if (version < 2) execute(handle, kCalls);
  if (version < 3) execute(handle, kObjects);
  if (version < 4) execute(handle, kInputs);
  transaction.commit();
}

// A row of (id, step, user, started_ms, ended_ms, exit_code, note).
Run run_in(Statement& row) {
  Run run{row.number_at(0), row.text_at(1), row.text_at(2), base::from_ms(row.number_at(3)), {}, 0, ""};
  if (!row.is_null(4)) run.ended = base::from_ms(row.number_at(4));
  run.exit_code = static_cast<int>(row.number_at(5));
  run.note = row.text_at(6);
  return run;
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
    throw base::Error(base::Fault::usage,
                      fmt::format("{} cannot be used ({}): delete it, it only remembers runs and calls", file.string(),
                                  error.what()));
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
  while (statement.step()) runs.push_back(run_in(statement));
  return runs;
}

std::optional<Run> StateFile::newest(std::string_view step, std::string_view user) const {
  Statement statement(handle_.get(),
                      "select id, step, user, started_ms, ended_ms, exit_code, note from run"
                      " where step = ?1 and (?2 = '' or user = ?2) order by id desc limit 1");
  statement.text(step).text(user);
  return statement.step() ? std::optional(run_in(statement)) : std::nullopt;
}

void StateFile::record_build(std::int64_t number, base::Instant at, const std::string& inputs) {
  Statement statement(handle_.get(), "insert or replace into build (number, passed_ms, inputs) values (?, ?, ?)");
  statement.number(number).number(base::to_ms(at)).text(inputs).step();
}

std::vector<Build> StateFile::builds() const {
  Statement statement(handle_.get(), "select number, passed_ms, inputs from build order by number");
  std::vector<Build> builds;
  while (statement.step()) {
    builds.push_back({statement.number_at(0), base::from_ms(statement.number_at(1)), {}});
    if (!statement.is_null(2)) builds.back().inputs = statement.text_at(2);
  }
  return builds;
}

}  // namespace segue::state
