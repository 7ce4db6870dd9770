// Tests the contract that both engines keep. PostgreSQL takes part if SEGUE_TEST_POSTGRES names a server
// (tests/on_postgres.py).
#include <fmt/core.h>
#include <gtest/gtest.h>

#include "base/temporary_folder_for_tests.h"
#include "warehouse/builds.h"
#include "warehouse/engines_for_tests.h"
#include "warehouse/migrations.h"

namespace segue::warehouse {
namespace {

constexpr const char* kRetimings = "user_id, track_key, instant_ms, kept_ms";

class WarehouseContract : public EngineTest, public testing::WithParamInterface<Engine> {
 protected:
  WarehouseContract() : EngineTest(GetParam()) {}
};

TEST_P(WarehouseContract, MigratesOnceAndKeepsRows) {
  for (int i = 0; i < 2; ++i) {
    const auto work = warehouse().open(held());
    const auto connection = work->connect();
    EXPECT_EQ(connection->number("select count(*) from segue_raw.schema_versions"),
              static_cast<std::int64_t>(migrations().size()));
    connection->execute("insert into segue_raw.build values (1)");
    EXPECT_EQ(connection->number("select count(*) from segue_raw.build"), i + 1);
  }
}

TEST_P(WarehouseContract, RefusesTablesOfANewerVersion) {
  warehouse().open(held())->connect()->execute("insert into segue_raw.schema_versions values (999, 'future')");
  try {
    warehouse().open(held());
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    EXPECT_NE(std::string(error.what()).find("999"), std::string::npos);
  }
}

TEST_P(WarehouseContract, ManyRowsCarryNullsAndEveryType) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  Transaction transaction(*connection);
  const auto polls =
      connection->rows_into("polls", "user_id, object, status, server_date_ms, our_clock_ms, items, same_as");
  for (std::int64_t i = 0; i < 200'000; ++i) {
    polls->text("me").text("object with a long enough name").integer(200);
    if (i % 2 == 0)
      polls->bigint(i);
    else
      polls->null();
    polls->bigint(-i).bigint(50).text_or_null("").end_row();
  }
  polls->flush();
  const auto dates = connection->rows_into("dates", "date, year, quarter, month, day, iso_year, iso_week, iso_weekday");
  dates->integer(-1).smallint(1969).smallint(4).smallint(12).smallint(31).smallint(1970).smallint(1).smallint(3);
  dates->end_row();
  dates->flush();
  const auto coverage =
      connection->rows_into("coverage", "user_id, local_date, from_ms, to_ms, state, as_of_ms, in_export");
  coverage->text("me").integer(0).bigint(1).bigint(2).text("open").null().boolean(true).end_row();
  coverage->flush();
  transaction.commit();
  EXPECT_EQ(connection->number("select count(*) from segue_raw.polls"), 200'000);
  EXPECT_EQ(connection->number("select count(server_date_ms) from segue_raw.polls"), 100'000);
  EXPECT_EQ(connection->number("select count(same_as) from segue_raw.polls"), 0);
  EXPECT_EQ(connection->number("select cast(sum(our_clock_ms) as bigint) from segue_raw.polls"), -199'999LL * 100'000);
  EXPECT_EQ(
      connection->number("select count(*) from segue_raw.dates where date = date '1969-12-31' and iso_year = 1970"), 1);
  EXPECT_EQ(connection->number(R"sql(
    select count(*)
    from segue_raw.coverage
    where in_export and as_of_ms is null and local_date = date '1970-01-01'
  )sql"),
            1);
}

TEST_P(WarehouseContract, ATextWithANulIsShownAsOneThatEnginesHold) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  const auto retimings = connection->rows_into("retimings", kRetimings);
  retimings->text("me").text(std::string_view("a\0b", 3)).bigint(1).bigint(2).end_row();
  retimings->flush();
  connection->each("select track_key from segue_raw.retimings", [](const Row& row) {
    EXPECT_EQ(row.text(0),
              "a\xEF\xBF\xBD"
              "b");
  });
  EXPECT_EQ(connection->number("select count(*) from segue_raw.retimings"), 1);
}

TEST_P(WarehouseContract, ColumnsThatAreNotTheTablesInItsOrderAreRefused) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  const std::string of_table = fmt::format("the table has \"{}\"", kRetimings);
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"track_key, user_id, instant_ms, kept_ms", "two texts are swapped"},
      {"user_id, track_key, instant_ms, moved_ms", "a name is unknown"},
      {"user_id, track_key, instant_ms", "a name is missing"},
      {"user_id, track_key, instant_ms, kept_ms, why", "there is a name too many"},
      {"", "nothing is named"}};
  for (const auto& [columns, what] : wrong) {
    try {
      connection->rows_into("retimings", columns);
      ADD_FAILURE() << what;
    } catch (const base::Error& error) {
      const std::string message = error.what();
      EXPECT_EQ(error.fault(), base::Fault::internal) << what;
      EXPECT_NE(message.find("segue_raw.retimings"), std::string::npos) << message;
      EXPECT_NE(message.find(of_table), std::string::npos) << message;
      EXPECT_NE(message.find('"' + columns + '"'), std::string::npos) << message;
    }
  }
  connection->rows_into("retimings", kRetimings)->text("me").text("t").bigint(1).bigint(2).end_row();
}

TEST_P(WarehouseContract, ARowWithMissingColumnsIsRefused) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  const auto writer = connection->rows_into("build", "number");
  writer->bigint(1).end_row();
  EXPECT_THROW(writer->end_row(), base::Error);
}

TEST_P(WarehouseContract, AnUncommittedTransactionLeavesNothing) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  {
    Transaction transaction(*connection);
    const auto writer = connection->rows_into("build", "number");
    writer->bigint(1).end_row();
    writer->flush();
  }
  EXPECT_EQ(connection->number("select count(*) from segue_raw.build"), 0);
}

TEST_P(WarehouseContract, ParametersAreValuesNotText) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  std::string seen;
  connection->each("select $1 || '!'", {"it's"}, [&](const Row& row) { seen = row.text(0); });
  EXPECT_EQ(seen, "it's!");
  EXPECT_THROW(connection->number("select nonsense from nowhere"), base::Error);
  EXPECT_EQ(connection->number("select cast(7 as bigint)"), 7) << "a failure spoils the connection";
}

TEST_P(WarehouseContract, AVisitorThatThrowsLeavesTheConnectionUsable) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  EXPECT_THROW(connection->each("select x from (values (1), (2), (3)) t(x)", [](const Row&) { throw 1; }), int);
  EXPECT_EQ(connection->number("select cast(7 as bigint)"), 7);
}

TEST_P(WarehouseContract, TextOrderIsBinary) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  const auto writer = connection->rows_into("retimings", kRetimings);
  for (const char* text : {"ab", "a-b", "B", "\xC3\xA1", "_", "a c"})
    writer->text("me").text(text).bigint(1).bigint(1).end_row();
  writer->flush();
  std::string order;
  connection->each("select track_key from segue_raw.retimings order by track_key",
                   [&](const Row& row) { (order += row.text(0)) += "|"; });
  EXPECT_EQ(order, "B|_|a c|a-b|ab|\xC3\xA1|");
}

TEST_P(WarehouseContract, InstantsAreReadInMilliseconds) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  EXPECT_EQ(connection->number("select " + sql_ms("timestamp '2026-01-02 03:04:05.678'")), 1767323045678);
  EXPECT_EQ(connection->number("select " + sql_ms("timestamp '1969-12-31 23:59:59.999'")), -1);
}

TEST_P(WarehouseContract, NothingIsPublishedAtFirstAndReadersAreTold) {
  EXPECT_FALSE(warehouse().is_published());
  try {
    warehouse().read();
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    EXPECT_NE(std::string(error.what()).find("segue transform"), std::string::npos);
  }
}

TEST_P(WarehouseContract, AReaderKeepsWhatItSawWhileMoreIsPublished) {
  publish(1);
  const auto reader = warehouse().read();
  EXPECT_EQ(reader->number("select number from segue.build"), 1);
  publish(2);
  EXPECT_EQ(reader->number("select number from segue.build"), 1);
  EXPECT_EQ(warehouse().read()->number("select number from segue.build"), 2);
  EXPECT_THROW(warehouse().read()->execute("delete from segue.build"), base::Error);
}

TEST_P(WarehouseContract, DiscardedTablesAreMadeAnewAndThePublishedStay) {
  publish(1);
  warehouse().open(held())->connect()->execute("insert into segue_raw.build values (5)");
  warehouse().discard(held());
  EXPECT_EQ(warehouse().open(held())->connect()->number("select count(*) from segue_raw.build"), 0);
  EXPECT_EQ(warehouse().read()->number("select number from segue.build"), 1);
}

TEST_P(WarehouseContract, ABuildHasANumberThatNoneBeforeItHadAndNotesWhatItHolds) {
  const auto work = warehouse().open(held());
  const auto connection = work->connect();
  EXPECT_EQ(number_build(*connection, {"manifest"}, 0), 1);
  EXPECT_EQ(number_build(*connection, {"manifest", "another"}, 0), 2);
  EXPECT_EQ(number_build(*connection, {}, 7), 8) << "above the published one, whatever the tables remember";
  EXPECT_EQ(connection->number("select build from segue_raw.built where object = 'manifest'"), 1);
  EXPECT_EQ(connection->number("select build from segue_raw.built where object = 'another'"), 2);
  EXPECT_EQ(connection->number("select count(*) from segue_raw.built"), 2);
  EXPECT_EQ(connection->number("select sum(number)::bigint from segue_raw.build"), 8);
}

INSTANTIATE_TEST_SUITE_P(Engines, WarehouseContract, testing::ValuesIn(engines_at_hand()),
                         [](const auto& each) { return each.param == Engine::duckdb ? "DuckDb" : "PostgreSql"; });

}  // namespace
}  // namespace segue::warehouse
