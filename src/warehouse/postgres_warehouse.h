// The server warehouse. It has four schemas: segue_raw (raw tables, for segue alone), segue_staging and segue_build
// (dbt builds there; emptied before each build), segue (the published marts, which last). Each has a table
// `made_by_segue`; a schema without it belongs to somebody else and is never touched.
#pragma once
#include <map>

#include "warehouse/postgres.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

class PostgresWarehouse final : public Warehouse {
 public:
  explicit PostgresWarehouse(PostgresOptions options) : options_(std::move(options)) {}
  std::unique_ptr<Work> open(const base::FileLock& held) override;
  void begin_build(const base::FileLock& held) override;
  DbtTarget dbt_target() override;
  void settle(const base::FileLock& held) override;
  // Publishes by difference, in one transaction (postgres_publish.h).
  void publish(const base::FileLock& held, const std::vector<Mart>& marts,
               const std::function<void()>& before_shown) override;
  void discard(const base::FileLock& held) override;
  bool is_published() override;
  std::unique_ptr<Connection> read() override;
  std::int64_t copy_out(Connection& published, const std::string& table, const std::filesystem::path& file,
                        FileFormat format) override;

 private:
  // Keeps segues of other homes out, from the first call until the work is closed or the build is published.
  void lock();
  void unlock();
  // Takes the lock and returns another connection: the one that holds the lock is in a transaction until the end.
  std::unique_ptr<PgConnection> locked();
  PostgresOptions options_;
  std::unique_ptr<PgConnection> lock_;
  bool building_ = false;
};

}  // namespace segue::warehouse
