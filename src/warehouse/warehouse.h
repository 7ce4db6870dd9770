// The warehouse as the rooms above see it: raw tables that the holder of the lock writes, marts that dbt builds from
// them, and the published marts. DuckDB is the default engine, PostgreSQL the other; both keep one contract.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/lock.h"
#include "warehouse/connection.h"

namespace segue::warehouse {

// The paths of the warehouse's files under SEGUE_HOME. The lock serves PostgreSQL, too.
struct Files {
  std::filesystem::path home;
  std::filesystem::path work() const { return home / "work.duckdb"; }
  std::filesystem::path lock() const { return home / "work.lock"; }
  std::filesystem::path published() const { return home / "warehouse.duckdb"; }
};

// Thrown when a segue of another home writes the same database.
class Busy : public base::Error {
 public:
  using base::Error::Error;
};

// How dbt reaches the tables: `outputs` has the lines of a profile below "outputs:", `name` names the output for a
// build, `environment` holds secrets, which must not be written to a file.
struct DbtTarget {
  std::string name;
  std::string outputs;
  std::vector<std::string> environment;
  std::string by_hand = name;  // the output for a dbt that a person calls: no build or publishing follows
};

enum class FileFormat { parquet, csv };

// A mart, and the columns that distinguish its rows.
struct Mart {
  std::string name;
  std::vector<std::string> key;
};

// The raw tables, migrated to the newest version and open for writing.
class Work {
 public:
  virtual ~Work() = default;
  // Returns a new connection. Each thread that writes needs its own.
  [[nodiscard]] virtual std::unique_ptr<Connection> connect() = 0;
  // Callers put a load of many rows between these two. A load that fails in between need not call end_bulk().
  virtual void begin_bulk() = 0;
  virtual void end_bulk() = 0;
  // Makes everything durable and frees the tables for dbt; the object is of no use afterwards. No connection may be
  // open.
  virtual void close() = 0;
};

class Warehouse {
 public:
  virtual ~Warehouse() = default;
  // Opens the raw tables. The caller holds the lock: the parameter is there so that nobody forgets. Throws Error(usage)
  // for tables of a newer segue or of somebody else, Busy while another home's segue writes.
  [[nodiscard]] virtual std::unique_ptr<Work> open(const base::FileLock& held) = 0;
  // Removes what a killed build left.
  virtual void begin_build(const base::FileLock& held) = 0;
  virtual DbtTarget dbt_target() = 0;
  // Both are called when dbt has ended and its tests passed. settle() completes what dbt wrote. publish() shows it to
  // readers at one instant, whole or not at all, and calls `before_shown` right before that instant. `marts` are the
  // marts that dbt built.
  virtual void settle(const base::FileLock& held) = 0;
  virtual void publish(const base::FileLock& held, const std::vector<Mart>& marts,
                       const std::function<void()>& before_shown) = 0;
  // Deletes everything that can be loaded from the lake again; the published marts stay.
  virtual void discard(const base::FileLock& held) = 0;
  virtual bool is_published() = 0;
  // Returns a read-only connection to one published build, which does not change while the connection is open. Throws
  // Error(usage) with the next step when nothing is published yet.
  [[nodiscard]] virtual std::unique_ptr<Connection> read() = 0;
  // Writes all rows of a table, such as "segue.heard", into a file that is made or overwritten, sorted by all columns;
  // CSV has a header and empty nulls. `published` is a connection from read(). Returns the number of rows.
  virtual std::int64_t copy_out(Connection& published, const std::string& table, const std::filesystem::path& file,
                                FileFormat format) = 0;
};

// Returns the error that read() throws when nothing is published.
base::Error nothing_published();

}  // namespace segue::warehouse
