// The embedded warehouse: a private work file, and the published copy that readers open.
#pragma once
#include "warehouse/duckdb.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

// Opens work.duckdb, or makes it. A damaged file is renamed to work.duckdb.damaged, with a warning, and an empty one
// takes its place: the next load makes the tables anew from the lake.
class DuckDbWork final : public Work {
 public:
  DuckDbWork(const Files& files, const base::FileLock& held);
  std::unique_ptr<Connection> connect() override;
  void begin_bulk() override;
  void end_bulk() override;
  // Runs CHECKPOINT and closes the file, so that no .wal is left.
  void close() override;

 private:
  void open();
  std::filesystem::path path_;
  std::unique_ptr<Database> database_;
  std::int64_t threads_ = 0;
};

class DuckDbWarehouse final : public Warehouse {
 public:
  explicit DuckDbWarehouse(Files files) : files_(std::move(files)) {}
  std::unique_ptr<Work> open(const base::FileLock& held) override;
  void begin_build(const base::FileLock& held) override;
  DbtTarget dbt_target() override;
  void settle(const base::FileLock& held) override;
  // Copies the closed work file to `publish.tmp.<pid>`, fsyncs it, makes it read-only, renames it over
  // `warehouse.duckdb`, fsyncs the folder. Throws Error(internal) if the work file has a .wal beside it.
  void publish(const base::FileLock& held, const std::vector<Mart>& marts,
               const std::function<void()>& before_shown) override;
  void discard(const base::FileLock& held) override;
  bool is_published() override;
  std::unique_ptr<Connection> read() override;
  std::int64_t copy_out(Connection& published, const std::string& table, const std::filesystem::path& file,
                        FileFormat format) override;

 private:
  Files files_;
};

}  // namespace segue::warehouse
