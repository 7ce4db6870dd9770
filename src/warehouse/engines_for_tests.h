// Gives tests of this room an empty warehouse of either engine. On PostgreSQL each test has a database of its own on
// the server that SEGUE_TEST_POSTGRES names ("postgresql:///…"; %DB% is replaced by the database).
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "base/temporary_folder_for_tests.h"
#include "warehouse/duckdb_warehouse.h"
#include "warehouse/postgres_warehouse.h"

namespace segue::warehouse {

enum class Engine { duckdb, postgres };

inline std::vector<Engine> engines_at_hand() {
  if (std::getenv("SEGUE_TEST_POSTGRES") != nullptr) return {Engine::duckdb, Engine::postgres};
  return {Engine::duckdb};
}

inline std::string postgres_url(const std::string& database) {
  const char* set = std::getenv("SEGUE_TEST_POSTGRES");
  std::string url = set != nullptr ? set : "postgresql:///%DB%";
  return url.replace(url.find("%DB%"), 4, database);
}

class EngineTest : public testing::Test {
 protected:
  explicit EngineTest(Engine engine) : engine_(engine) {
    if (engine_ == Engine::duckdb) {
      warehouse_ = std::make_unique<DuckDbWarehouse>(files_);
      return;
    }
    if (std::getenv("SEGUE_TEST_POSTGRES") == nullptr) return;
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    database_ = "t_" + std::to_string(std::hash<std::string>{}(std::string(test->test_suite_name()) + test->name()));
    PgConnection(PostgresOptions{postgres_url("postgres")}).execute("drop database if exists " + database_);
    PgConnection(PostgresOptions{postgres_url("postgres")}).execute("create database " + database_);
    warehouse_ = std::make_unique<PostgresWarehouse>(options());
  }
  void SetUp() override {
    if (!warehouse_) GTEST_SKIP() << "no SEGUE_TEST_POSTGRES: tests/on_postgres.py runs this";
  }
  ~EngineTest() override {
    const bool made = engine_ == Engine::postgres && warehouse_;
    warehouse_.reset();
    if (made)
      PgConnection(PostgresOptions{postgres_url("postgres")}).execute("drop database " + database_ + " with (force)");
  }

  Warehouse& warehouse() { return *warehouse_; }
  const base::FileLock& held() const { return held_; }
  PostgresOptions options() const { return {postgres_url(database_)}; }
  // Publishes a build of one mart, `build`, made by hand in place of dbt.
  void publish(int number) {
    warehouse().begin_build(held());
    {
      const auto work = warehouse().open(held());
      const std::string schema = engine_ == Engine::duckdb ? "segue" : "segue_build";
      work->connect()->execute("create schema if not exists " + schema + "; drop table if exists " + schema +
                               ".build; create table " + schema + ".build as select cast(" + std::to_string(number) +
                               " as bigint) as number");
      work->close();
    }
    warehouse().settle(held());
    warehouse().publish(held(), {{"build", {"number"}}}, [] {});
  }

  const base::TemporaryFolder temporary_;
  const Files files_{temporary_.path()};
  const base::FileLock held_ = base::FileLock::take(files_.lock());
  const Engine engine_;
  std::string database_;
  std::unique_ptr<Warehouse> warehouse_;
};

}  // namespace segue::warehouse
