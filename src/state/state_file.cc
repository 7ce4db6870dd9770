// How it works: state.db is SQLite in WAL mode, so that several commands can use it at once. Tables are made or
// upgraded at opening, by version. to_look_at() tries, in this order, a writable file, an immutable view of it and an
// empty database in memory.
#include "state/state_file.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/file.h"
#include "base/log.h"
#include "state/sqlite.h"

namespace segue::state {
namespace {

constexpr int kVersion = 4;
constexpr const char* kRuns =
    R"sql(
      create table run (
        id integer primary key, step text not null, user text not null, started_ms integer not null, ended_ms integer,
        exit_code integer, note text not null default ''
      );
      create table build (number integer primary key, passed_ms integer not null);
    )sql";
constexpr const char* kCalls =
    R"sql(
      create table call (
        id integer primary key autoincrement, at_ms integer not null, family text not null,
        status integer not null default 0
      );
      create index call_at on call (at_ms);
      create table breaker (
        family text primary key, opened_ms integer not null, until_ms integer not null, refusals integer not null,
        why text not null
      );
      pragma user_version = 2;
    )sql";
constexpr const char* kObjects = "alter table build add column objects integer; pragma user_version = 3;";
constexpr const char* kInputs =
    "alter table build drop column objects; alter table build add column inputs text; pragma user_version = 4;";

std::int64_t version_of(sqlite3* handle) {
  Statement statement(handle, "pragma user_version");
  return statement.step() ? statement.number_at(0) : 0;
}

// Retries the switch to WAL. If two processes switch a new file at once, SQLite tells one of them "busy" at once,
// whatever the time-out.
void switch_to_wal(sqlite3* handle) {
  constexpr int kPauseMs = 5, kTries = 2'000;
  for (int tries = 1;; ++tries) {
    const int code = sqlite3_exec(handle, "pragma journal_mode = wal", nullptr, nullptr, nullptr);
    if (code == SQLITE_OK) return;
    if (code != SQLITE_BUSY || tries == kTries) fail(handle, "pragma journal_mode = wal");
    sqlite3_sleep(kPauseMs);
  }
}

// Makes or upgrades the tables. The transaction is `immediate`, so that only one of two processes that find a new file
// makes them.
void bring_up(sqlite3* handle) {
  // `full`: a counted call stays counted even if the power fails.
  switch_to_wal(handle);
  execute(handle, "pragma synchronous = full");
  if (version_of(handle) >= kVersion) return;
  Transaction transaction(handle);
  // Asked again inside the transaction: another process may have upgraded the file meanwhile.
  const std::int64_t version = version_of(handle);
  if (version == 0) execute(handle, kRuns);
  if (version < 2) execute(handle, kCalls);
  if (version < 3) execute(handle, kObjects);
  if (version < 4) execute(handle, kInputs);
  transaction.commit();
}

// Thrown if the file is whole but cannot be written.
class CannotWrite : public base::Error {
 public:
  using Error::Error;
};

[[noreturn]] void refuse(const std::filesystem::path& file, const SqliteError& error) {
  const auto cannot = [&](base::Fault fault, const char* cause) {
    return CannotWrite(fault, fmt::format("{} cannot be written: {}", file.string(), cause));
  };
  std::error_code unknown;
  if (std::filesystem::is_directory(file, unknown))
    throw base::Error(base::Fault::usage, fmt::format("{} is a folder where a file should be: move it", file.string()));
  switch (error.code()) {
    case SQLITE_FULL:
      throw cannot(base::Fault::internal, "the disk is full: make room and run the command again");
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      throw cannot(base::Fault::usage,
                   "the file or its folder belongs to another user, or the file system is read-only: run segue as the "
                   "owner, or set SEGUE_HOME to a folder of your own");
    case SQLITE_IOERR:
      throw cannot(base::Fault::internal,
                   "the disk is full, over its quota, or failing: look at `df` and the system's log");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw cannot(base::Fault::internal,
                   "another program has kept it locked for more than ten seconds: end that program");
    default:
      throw base::Error(base::Fault::usage,
                        fmt::format("{} cannot be used ({}): delete it; it only remembers runs, builds and calls",
                                    file.string(), error.what()));
  }
}

std::int64_t version_of_or_0(sqlite3* handle) {
  try {
    return version_of(handle);
  } catch (const SqliteError&) {
    return 0;
  }
}

// Encodes a path for a SQLite URI.
std::string as_in_url(const std::filesystem::path& file) {
  std::string out;
  for (const char c : std::filesystem::absolute(file).string())
    out += c == '?' || c == '#' || c == '%' ? fmt::format("%{:02X}", static_cast<unsigned char>(c)) : std::string(1, c);
  return out;
}

// Reads a row of (id, step, user, started_ms, ended_ms, exit_code, note).
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
  base::make_folders(file.parent_path());
  sqlite3* opened = nullptr;
  const int code = sqlite3_open(file.c_str(), &opened);
  handle_.reset(opened);
  std::int64_t version = 0;
  try {
    if (code != SQLITE_OK) fail(opened, file.string());
    sqlite3_busy_timeout(opened, 10'000);
    bring_up(opened);
    version = version_of(opened);
  } catch (const SqliteError& error) {
    refuse(file, error);
  }
  if (version > kVersion)
    throw base::Error(base::Fault::usage,
                      fmt::format("a newer segue wrote {}: use the newer segue, or delete the file", file.string()));
}

StateFile StateFile::to_look_at(const std::filesystem::path& file) {
  try {
    return StateFile(file);
  } catch (const CannotWrite& error) {
    spdlog::debug("state.db is opened for reading only: {}", error.what());
  } catch (const base::Error& error) {
    std::error_code unknown;
    if (std::filesystem::exists(file, unknown)) throw;
    spdlog::debug("there is no state.db, and its folder cannot be made: {}", error.what());
  }
  StateFile seen;
  // `immutable` makes no lock file and no log beside the database.
  const std::string url = fmt::format("file:{}?immutable=1", as_in_url(file));
  sqlite3* opened = nullptr;
  std::error_code unknown;
  const bool is_there = std::filesystem::exists(file, unknown);
  const int code = is_there ? sqlite3_open_v2(url.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr)
                            : sqlite3_open(":memory:", &opened);
  seen.handle_.reset(opened);
  if (code == SQLITE_OK && version_of_or_0(opened) == kVersion) return seen;
  sqlite3_open(":memory:", &opened);  // an empty one in place of a file that cannot be read or upgraded
  seen.handle_.reset(opened);
  bring_up(opened);
  return seen;
}

std::int64_t StateFile::begin_run(std::string_view step, std::string_view user, base::Instant at) {
  Statement statement(handle_.get(), "insert into run (step, user, started_ms) values (?, ?, ?) returning id");
  statement.text(step).text(user).number(base::to_ms(at)).step();
  const std::int64_t id = statement.number_at(0);
  statement.step();  // steps to the end, which commits the row
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
                      R"sql(
                        select id, step, user, started_ms, ended_ms, exit_code, note
                        from run
                        where step = ?1 and (?2 = '' or user = ?2)
                        order by id desc
                        limit 1
                      )sql");
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
