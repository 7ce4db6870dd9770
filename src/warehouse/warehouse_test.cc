#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/error.h"
#include "base/temporary_folder.h"
#include "warehouse/chunk_writer.h"
#include "warehouse/migrations.h"
#include "warehouse/publish.h"
#include "warehouse/work.h"

namespace segue::warehouse {
namespace {

namespace fs = std::filesystem;

class WarehouseTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  base::FileLock lock() { return *base::FileLock::try_take(files_.lock()); }
  const Files files_{temporary_.path()};
};

TEST_F(WarehouseTest, MigratesOnceAndKeepsRows) {
  const auto held = lock();
  for (int i = 0; i < 2; ++i) {
    WorkFile work(files_, held);
    Connection connection(work.database());
    EXPECT_EQ(connection.number("select count(*) from segue_raw.schema_versions"),
              static_cast<std::int64_t>(migrations().size()));
    connection.execute("insert into segue_raw.build values (1)");
    EXPECT_EQ(connection.number("select count(*) from segue_raw.build"), i + 1);
  }
}

TEST_F(WarehouseTest, RefusesAFileOfANewerVersion) {
  const auto held = lock();
  {
    WorkFile work(files_, held);
    Connection(work.database()).execute("insert into segue_raw.schema_versions values (999, 'future')");
  }
  try {
    WorkFile work(files_, held);
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.fault(), base::Fault::usage);
    EXPECT_NE(std::string(error.what()).find("999"), std::string::npos);
  }
}

// What a write leaves that was cut in the middle: the rest of the block is as it was, or not there.
TEST_F(WarehouseTest, ATornFileIsSetAsideAndMadeAnew) {
  const auto held = lock();
  const auto make = [&] {
    WorkFile work(files_, held);
    Connection(work.database()).execute("insert into segue_raw.build values (1)");
    work.close();
  };
  const auto flip_block = [&] {
    std::fstream file(files_.work(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(12288 + 100);
    file.write("torn", 4);
  };
  const auto cut_head = [&] { fs::resize_file(files_.work(), 5000); };
  const auto no_head = [&] { fs::resize_file(files_.work(), 100); };
  for (const std::function<void()>& tear :
       {std::function<void()>(flip_block), std::function<void()>(cut_head), std::function<void()>(no_head)}) {
    make();
    tear();
    WorkFile work(files_, held);
    Connection connection(work.database());
    EXPECT_EQ(connection.number("select count(*) from segue_raw.build"), 0);
    EXPECT_TRUE(fs::exists(files_.work().string() + ".damaged"));
  }
}

TEST_F(WarehouseTest, ChunksCarryNullsAndManyRows) {
  const auto held = lock();
  WorkFile work(files_, held);
  Connection connection(work.database());
  Transaction transaction(connection);
  {
    ChunkWriter writer(connection, "polls");
    for (std::int64_t i = 0; i < 5000; ++i) {
      writer.text("me").text("object with a long enough name").integer(200);
      if (i % 2 == 0)
        writer.bigint(i);
      else
        writer.null();
      writer.bigint(i).bigint(50).text_or_null("").end_row();
    }
    writer.flush();
  }
  transaction.commit();
  EXPECT_EQ(connection.number("select count(*) from segue_raw.polls"), 5000);
  EXPECT_EQ(connection.number("select count(server_date_ms) from segue_raw.polls"), 2500);
  EXPECT_EQ(connection.number("select count(same_as) from segue_raw.polls"), 0);
  EXPECT_EQ(connection.number("select cast(sum(our_clock_ms) as bigint) from segue_raw.polls"), 4999 * 2500);
}

TEST_F(WarehouseTest, ARowWithMissingColumnsIsRefused) {
  const auto held = lock();
  WorkFile work(files_, held);
  Connection connection(work.database());
  ChunkWriter writer(connection, "build");
  writer.bigint(1).end_row();
  EXPECT_THROW(writer.end_row(), base::Error);
}

TEST_F(WarehouseTest, AnUncommittedTransactionLeavesNothing) {
  const auto held = lock();
  WorkFile work(files_, held);
  Connection connection(work.database());
  {
    Transaction transaction(connection);
    connection.execute("insert into segue_raw.build values (1)");
  }
  EXPECT_EQ(connection.number("select count(*) from segue_raw.build"), 0);
}

TEST_F(WarehouseTest, AReaderKeepsItsFileWhileANewOneIsPublished) {
  const auto held = lock();
  WorkFile first(files_, held);
  Connection(first.database()).execute("insert into segue_raw.build values (1)");
  first.close();
  publish(files_, held);
  Database reader(files_.published(), Access::read_only);
  WorkFile second(files_, held);
  Connection(second.database()).execute("update segue_raw.build set number = 2");
  second.close();
  publish(files_, held);
  EXPECT_EQ(Connection(reader).number("select number from segue_raw.build"), 1);
  const Database fresh(files_.published(), Access::read_only);
  EXPECT_EQ(Connection(fresh).number("select number from segue_raw.build"), 2);
  EXPECT_THROW(Connection(fresh).execute("insert into segue_raw.build values (3)"), base::Error);
}

TEST_F(WarehouseTest, PublishRefusesALeftWalAndSweepsLeftCopies) {
  const auto held = lock();
  WorkFile(files_, held).close();
  std::FILE* wal = std::fopen((files_.work().string() + ".wal").c_str(), "w");
  std::fclose(wal);
  EXPECT_THROW(publish(files_, held), base::Error);
  std::FILE* left = std::fopen((files_.home / "publish.tmp.1").c_str(), "w");
  std::fclose(left);
  sweep_unpublished(files_, held);
  EXPECT_FALSE(fs::exists(files_.home / "publish.tmp.1"));
}

TEST_F(WarehouseTest, ParametersAreValuesNotText) {
  const auto held = lock();
  WorkFile work(files_, held);
  Connection connection(work.database());
  std::string seen;
  connection.each("select $1 || '!'", {"it's"}, [&](const Row& row) { seen = row.text(0); });
  EXPECT_EQ(seen, "it's!");
  EXPECT_THROW(connection.number("select nonsense from nowhere"), base::Error);
}

}  // namespace
}  // namespace segue::warehouse
