// How it works: dbt builds in work.duckdb, which only the holder of the lock opens. Publishing copies that file and
// renames the copy over warehouse.duckdb. A rename is atomic, and a reader keeps the file that it opened: it sees the
// old build or the new one, never a mix.
#include "warehouse/duckdb_warehouse.h"

#include <fmt/core.h>
#include <unistd.h>

#include <cstring>

#include "base/error.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "warehouse/migrations.h"
#include "warehouse/table_copy.h"

namespace segue::warehouse {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kTemporary = "publish.tmp";

void set_aside(const std::filesystem::path& path, const char* why) {
  // The .wal belongs to the damaged file, so it must go, too.
  for (const char* suffix : {"", ".wal"}) {
    const std::filesystem::path from = path.string() + suffix, to = path.string() + ".damaged" + suffix;
    std::filesystem::remove(to);
    if (std::filesystem::exists(from)) std::filesystem::rename(from, to);
  }
  spdlog::warn("{}: it is set aside as {}.damaged, and the tables are made anew from the lake", why,
               path.filename().string());
}

// A connection that owns its read-only database.
class Reading final : public Connection {
 public:
  using Connection::each;
  explicit Reading(const fs::path& file) : database_(file, Access::read_only), connection_(database_) {}
  void execute(const std::string& sql) override { connection_.execute(sql); }
  void each(const std::string& sql, const std::vector<std::string>& parameters, const Visit& visit) override {
    connection_.each(sql, parameters, visit);
  }
  std::unique_ptr<RowWriter> rows_into(const std::string& table, std::string_view columns) override {
    return connection_.rows_into(table, columns);
  }

 private:
  Database database_;
  DuckDbConnection connection_;
};

}  // namespace

DuckDbWork::DuckDbWork(const Files& files, const base::FileLock&) : path_(files.work()) {
  fs::create_directories(files.home);
  try {
    open();
  } catch (const Damaged& damage) {
    database_.reset();
    set_aside(path_, damage.what());
    open();
  }
}

void DuckDbWork::open() {
  database_ = std::make_unique<Database>(path_, Access::read_write);
  DuckDbConnection connection(*database_);
  migrate(connection, path_.string(), [](std::string_view sql) { return std::string(sql); });
}

std::unique_ptr<Connection> DuckDbWork::connect() {
  return std::make_unique<DuckDbConnection>(*database_);
}

// Each setting was measured on a million rows. threads: each of our threads runs its own statements; DuckDB's workers
// beside them made all of them poll for tasks, half of the CPU time. write_buffer_row_group_count: the thread that
// filled a row group writes it, not the commit, which only one thread can be in. FSST saves an eighth of the file for a
// quarter of the writing.
void DuckDbWork::begin_bulk() {
  DuckDbConnection connection(*database_);
  threads_ = connection.number("select cast(current_setting('threads') as bigint)");
  connection.execute(
      "set global threads = 1; set global write_buffer_row_group_count = 1; "
      "set global disabled_compression_methods = 'fsst'");
}

void DuckDbWork::end_bulk() {
  DuckDbConnection(*database_).execute(fmt::format("set global threads = {}", threads_));
}

void DuckDbWork::close() {
  // Writes the .wal into the file, because publishing copies the file alone.
  DuckDbConnection(*database_).execute("checkpoint");
  database_.reset();
}

std::unique_ptr<Work> DuckDbWarehouse::open(const base::FileLock& held) {
  return std::make_unique<DuckDbWork>(files_, held);
}

void DuckDbWarehouse::begin_build(const base::FileLock&) {
  if (!fs::exists(files_.home)) return;
  for (const auto& entry : fs::directory_iterator(files_.home))
    // A copy that a killed segue has left.
    if (entry.path().filename().string().starts_with(kTemporary)) fs::remove(entry.path());
}

// JSON is YAML, so a path quoted as JSON is safe in a profile.
DbtTarget DuckDbWarehouse::dbt_target() {
  return {
      "duckdb",
      fmt::format("    duckdb:\n"
                  "      type: duckdb\n"
                  "      path: {}\n"
                  "      schema: segue\n"
                  "      threads: 2\n"
                  "      settings: {{memory_limit: 4GB, preserve_insertion_order: false}}\n"
                  "      config_options: {{autoinstall_known_extensions: false, autoload_known_extensions: false}}\n",
                  base::json_quoted(files_.work().string())),
      {}};
}

void DuckDbWarehouse::settle(const base::FileLock& held) {
  // dbt may leave a .wal: opening the file replays it, and closing it writes a checkpoint.
  DuckDbWork(files_, held).close();
}

void DuckDbWarehouse::publish(const base::FileLock&, const std::vector<Mart>&,
                              const std::function<void()>& before_shown) {
  if (fs::exists(files_.work().string() + ".wal"))
    throw base::Error(
        base::Fault::internal,
        fmt::format("{}.wal is there: the build did not end well, and nothing is published; run the command again",
                    files_.work().string()));
  const fs::path temporary = files_.home / fmt::format("{}.{}", kTemporary, ::getpid());
  fs::copy_file(files_.work(), temporary, fs::copy_options::overwrite_existing);
  // The copy must be durable before the rename: otherwise a loss of power could leave the name on a file without its
  // bytes.
  base::fsync_file(temporary);
  fs::permissions(temporary, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  before_shown();
  fs::rename(temporary, files_.published());
  base::fsync_folder(files_.home);
}

void DuckDbWarehouse::discard(const base::FileLock&) {
  for (const char* suffix : {"", ".wal"}) fs::remove(files_.work().string() + suffix);
}

bool DuckDbWarehouse::is_published() {
  return fs::exists(files_.published());
}

std::unique_ptr<Connection> DuckDbWarehouse::read() {
  if (!is_published()) throw nothing_published();
  return std::make_unique<Reading>(files_.published());
}

std::int64_t DuckDbWarehouse::copy_out(Connection& published, const std::string& table, const fs::path& file,
                                       FileFormat format) {
  return copy_table(published, table, file, format);
}

}  // namespace segue::warehouse
