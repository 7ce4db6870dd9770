// The warehouse as the rooms above see it: raw tables that the holder of the lock writes, marts that dbt builds from
// them, and what is published of those. DuckDB is the default, PostgreSQL the other engine; one contract for both.
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

// Where the warehouse's files lie under SEGUE_HOME; the lock serves PostgreSQL, too.
struct Files {
  std::filesystem::path home;
  std::filesystem::path work() const { return home / "work.duckdb"; }
  std::filesystem::path lock() const { return home / "work.lock"; }
  std::filesystem::path published() const { return home / "warehouse.duckdb"; }
};

// Another segue, of another home, writes the same database.
class Busy : public base::Error {
 public:
  using base::Error::Error;
};

// How dbt reaches the tables: `outputs` are the lines of a profile below "outputs:", `name` is the one for a build,
// `environment` holds what must not stand in a file.
struct DbtTarget {
  std::string name;
  std::string outputs;
  std::vector<std::string> environment;
  std::string by_hand = name;  // the one for dbt that a person calls: no build and no publishing follow
};

enum class FileFormat { parquet, csv };

// A mart and the columns that tell its rows apart.
struct Mart {
  std::string name;
  std::vector<std::string> key;
};

// The raw tables, migrated to the newest version and open for writing.
class Work {
 public:
  virtual ~Work() = default;
  // One for each thread that writes.
  virtual std::unique_ptr<Connection> connect() = 0;
  // Between the two, many rows come at once. When a load fails in between, nothing is to be put back.
  virtual void begin_bulk() = 0;
  virtual void end_bulk() = 0;
  // Everything is durable and the tables are free for dbt; the object is of no use afterwards. No connection is open.
  virtual void close() = 0;
};

class Warehouse {
 public:
  virtual ~Warehouse() = default;
  // The caller holds the lock: the parameter is there so that nobody forgets. Throws Error(usage) for tables of a
  // newer segue or of somebody else, Busy while another home's segue writes.
  virtual std::unique_ptr<Work> open(const base::FileLock& held) = 0;
  // Removes what a killed build left behind.
  virtual void begin_build(const base::FileLock& held) = 0;
  virtual DbtTarget dbt_target() = 0;
  // dbt has ended and its tests passed: what it built is settled, then shown to readers at one instant, whole or not
  // at all. `before_shown` is told when everything is durable. `marts`: those that dbt built.
  virtual void settle(const base::FileLock& held) = 0;
  virtual void publish(const base::FileLock& held, const std::vector<Mart>& marts,
                       const std::function<void()>& before_shown) = 0;
  // Throws away everything that the lake can give back; what is published stays.
  virtual void discard(const base::FileLock& held) = 0;
  virtual bool is_published() = 0;
  // What readers see: read-only, whole, never changing under an open connection. Throws Error(usage) with the next
  // step when nothing is published yet.
  virtual std::unique_ptr<Connection> read() = 0;
  // All rows of a table, "segue.heard", into a file that is made or overwritten: in the order of their columns, CSV
  // with a header and nulls empty. `published` is what read() gave. Gives the number of rows.
  virtual std::int64_t copy_out(Connection& published, const std::string& table, const std::filesystem::path& file,
                                FileFormat format) = 0;
};

// What read() throws when nothing is published.
base::Error nothing_published();

}  // namespace segue::warehouse
