// The server warehouse. Schemas: segue_raw (raw tables, ours alone), segue_staging and segue_build (what dbt builds,
// emptied before each build), segue (what readers see, lasting). Each carries a table `made_by_segue`: a schema of
// that name without it is somebody else's and never touched.
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
  // By difference, in one transaction (postgres_publish.h).
  void publish(const base::FileLock& held, const std::vector<Mart>& marts,
               const std::function<void()>& before_shown) override;
  void discard(const base::FileLock& held) override;
  bool is_published() override;
  std::unique_ptr<Connection> read() override;
  std::int64_t copy_out(Connection& published, const std::string& table, const std::filesystem::path& file,
                        FileFormat format) override;

 private:
  // Keeps segues of other homes out: from the first call on, until the work is closed or what was built is published.
  void lock();
  void unlock();
  // A connection of its own: that which holds the lock is in a transaction until the end.
  std::unique_ptr<PgConnection> locked();
  PostgresOptions options_;
  std::unique_ptr<PgConnection> lock_;
  bool building_ = false;
};

}  // namespace segue::warehouse
