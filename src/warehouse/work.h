// The private work file: opened by the holder of work.lock alone, migrated when opened.
#pragma once
#include <filesystem>
#include <memory>

#include "base/lock.h"
#include "warehouse/duckdb.h"

namespace segue::warehouse {

// Where the warehouse's files lie under SEGUE_HOME.
struct Files {
  std::filesystem::path home;
  std::filesystem::path work() const { return home / "work.duckdb"; }
  std::filesystem::path lock() const { return home / "work.lock"; }
  std::filesystem::path published() const { return home / "warehouse.duckdb"; }
};

// Opens work.duckdb (made when missing) and brings its raw tables to the newest version. The caller holds the lock:
// the parameter is there so that nobody forgets. A damaged file is set aside as work.duckdb.damaged, with a warning,
// and an empty one takes its place: the next load makes the tables anew from the lake. Throws Error(usage) for a file
// of a newer segue.
class WorkFile {
 public:
  WorkFile(const Files& files, const base::FileLock& held);
  Database& database() { return *database_; }
  // CHECKPOINT and close, so that no .wal is left; the object is empty afterwards.
  void close();

 private:
  void open();
  std::filesystem::path path_;
  std::unique_ptr<Database> database_;
};

}  // namespace segue::warehouse
