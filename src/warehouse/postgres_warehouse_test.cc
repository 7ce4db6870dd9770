// Tests what only PostgreSQL can do or suffer. Runs if SEGUE_TEST_POSTGRES names a server (tests/on_postgres.py).
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "warehouse/engines_for_tests.h"
#include "warehouse/postgres_publish.h"

namespace segue::warehouse {
namespace {

class PostgresWarehouseTest : public EngineTest {
 protected:
  PostgresWarehouseTest() : EngineTest(Engine::postgres) {}
  // Publishes one mart made by hand; `columns` and `rows` are SQL.
  void show(const std::string& columns, const std::string& rows, const std::vector<std::string>& key = {"id"}) {
    warehouse().begin_build(held());
    PgConnection(options()).execute("create table segue_build.songs (" + columns + "); insert into segue_build.songs " +
                                    rows);
    warehouse().publish(held(), {{"songs", key}}, [] {});
  }
  std::string seen(const std::string& sql) {
    std::string out;
    PgConnection(options()).each(sql, [&](const Row& row) { (out += row.text(0)) += "|"; });
    return out;
  }
  void expect_refusal(base::Fault fault, const std::string& says, const std::function<void()>& act) {
    try {
      act();
      FAIL() << "nothing was thrown; expected: " << says;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), fault) << error.what();
      EXPECT_NE(std::string(error.what()).find(says), std::string::npos) << error.what();
    }
  }
};

constexpr const char* kColumns = "id bigint, name varchar collate \"C\"";

TEST_F(PostgresWarehouseTest, OnlyWhatChangedIsWritten) {
  show(kColumns, "values (1, 'a'), (2, 'b'), (3, null)");
  const std::string before = seen("select id || '@' || xmin from segue.songs where id in (1, 3) order by id");
  show(kColumns, "values (1, 'a'), (3, null), (2, 'B'), (4, 'd')");
  EXPECT_EQ(seen("select id || coalesce(name, '-') from segue.songs order by id"), "1a|2B|3-|4d|");
  EXPECT_EQ(seen("select id || '@' || xmin from segue.songs where id in (1, 3) order by id"), before);
  show(kColumns, "values (4, 'd')");
  EXPECT_EQ(seen("select id || name from segue.songs"), "4d|");
}

TEST_F(PostgresWarehouseTest, GrantsAndViewsOfOthersStay) {
  show(kColumns, "values (1, 'a')");
  PgConnection admin(options());
  admin.execute("drop role if exists reader_of_segue; create role reader_of_segue");
  admin.execute(
      "grant select on segue.songs to reader_of_segue; create view public.mine as select name from segue.songs");
  show(kColumns, "values (2, 'b')");
  show(std::string(kColumns) + ", plays bigint", "values (2, 'b', 7)");
  EXPECT_EQ(seen("select name from public.mine"), "b|");
  EXPECT_EQ(seen("select plays from segue.songs"), "7|");
  const char* allowed = "select has_table_privilege('reader_of_segue', 'segue.songs', 'select')";
  EXPECT_EQ(seen(allowed), "t|");
  show("id bigint, title varchar collate \"C\"", "values (2, 'b')");  // a column is gone, so the mart is replaced
  EXPECT_EQ(seen("select title from segue.songs"), "b|");
  EXPECT_EQ(seen(allowed), "t|");
  EXPECT_EQ(seen("select count(*) from pg_views where viewname = 'mine'"), "0|");
  admin.execute("drop owned by reader_of_segue; drop role reader_of_segue");
}

TEST_F(PostgresWarehouseTest, ARowWithoutAKeyIsNeitherLostNorDoubled) {
  show(kColumns, "values (null, 'a'), (1, 'b')");
  show(kColumns, "values (null, 'a'), (1, 'b')");
  EXPECT_EQ(seen("select name from segue.songs order by 1"), "a|b|");
  show(kColumns, "values (null, 'c'), (1, 'b')", {});
  EXPECT_EQ(seen("select name from segue.songs order by 1"), "b|c|");
}

TEST_F(PostgresWarehouseTest, MartsThatAreBuiltNoMoreGo) {
  show(kColumns, "values (1, 'a')");
  publish(3);
  EXPECT_EQ(seen("select count(*) from pg_class where relname = 'songs' and relnamespace = 'segue'::regnamespace"),
            "0|");
  EXPECT_EQ(seen("select number from segue.build"), "3|");
}

TEST_F(PostgresWarehouseTest, AFailedPublishChangesNothing) {
  show(kColumns, "values (1, 'a')");
  warehouse().begin_build(held());
  PgConnection(options()).execute(
      "create table segue_build.songs (id bigint); insert into segue_build.songs values (9)");
  EXPECT_THROW(warehouse().publish(held(), {{"songs", {"id"}}, {"missing", {"id"}}}, [] {}), base::Error);
  EXPECT_EQ(seen("select id || name from segue.songs"), "1a|");
}

TEST_F(PostgresWarehouseTest, TablesOfOthersAreNeverTouched) {
  for (const std::string schema : {"segue_raw", "segue_staging", "segue_build", "segue"}) {
    PgConnection(options()).execute(fmt::format(
        "drop schema if exists {0} cascade; create schema {0}; create table {0}.theirs (x integer)", schema));
    expect_refusal(base::Fault::usage, schema, [&] {
      warehouse().begin_build(held());
      warehouse().open(held());
      warehouse().publish(held(), {}, [] {});
    });
    EXPECT_EQ(seen("select count(*) from " + schema + ".theirs"), "0|");
    PgConnection(options()).execute("drop schema " + schema + " cascade");
  }
}

TEST_F(PostgresWarehouseTest, OneHomeWritesAtATime) {
  const auto work = warehouse().open(held());
  PostgresWarehouse other(options());
  EXPECT_THROW(other.open(held()), Busy);
  work->close();
}

TEST_F(PostgresWarehouseTest, TheLockEndsWithTheWork) {
  warehouse().open(held())->close();
  EXPECT_NO_THROW(PostgresWarehouse(options()).open(held()));
  warehouse().begin_build(held());
  EXPECT_THROW(PostgresWarehouse(options()).open(held()), Busy);
}

TEST_F(PostgresWarehouseTest, WhatCannotBeReachedIsNamedWithItsCure) {
  const auto connect = [](const std::string& url) { return [url] { PgConnection(PostgresOptions{url}); }; };
  expect_refusal(base::Fault::usage, "postgresql://user@host", connect("host=localhost password=secret"));
  expect_refusal(base::Fault::usage, "postgresql://user@host", connect("postgresql://u:p%zz@h/x"));
  expect_refusal(base::Fault::usage, "PGPASSWORD", connect(postgres_url("no_such_database")));
  expect_refusal(base::Fault::upstream, "no server answers", connect("postgresql://me@/x?host=/nonexistent"));
  expect_refusal(base::Fault::upstream, "no server answers", connect("postgresql://me@127.0.0.1:1/x"));
  try {
    PgConnection(PostgresOptions{"postgresql://me:topsecret@127.0.0.1:1/x"});
  } catch (const base::Error& error) {
    EXPECT_EQ(std::string(error.what()).find("topsecret"), std::string::npos);
  }
}

TEST_F(PostgresWarehouseTest, ASessionThatIsEndedIsUpstreamsFault) {
  PgConnection connection(options());
  const auto pid = connection.number("select pg_backend_pid()");
  PgConnection(options()).number("select case when pg_terminate_backend(" + std::to_string(pid) + ") then 1 end");
  expect_refusal(base::Fault::upstream, "went away", [&] { connection.number("select 1"); });
}

TEST_F(PostgresWarehouseTest, ADatabaseOfAnotherEncodingIsRefused) {
  PgConnection(options()).execute("drop database if exists latin_of_segue");
  PgConnection(options()).execute("create database latin_of_segue encoding 'SQL_ASCII' locale 'C' template template0");
  expect_refusal(base::Fault::usage, "UTF8", [&] { PgConnection(PostgresOptions{postgres_url("latin_of_segue")}); });
  PgConnection(options()).execute("drop database latin_of_segue");
}

TEST_F(PostgresWarehouseTest, DbtIsToldWhereAndNeverThePassword) {
  const DbtTarget target = warehouse().dbt_target();
  EXPECT_EQ(target.name, "build");
  EXPECT_NE(target.outputs.find("dbname: \"" + database_ + "\""), std::string::npos) << target.outputs;
  EXPECT_NE(target.outputs.find("schema: segue_build"), std::string::npos);
  EXPECT_NE(target.outputs.find("env_var('DBT_ENV_SECRET_SEGUE_PASSWORD'"), std::string::npos);
}

}  // namespace
}  // namespace segue::warehouse
