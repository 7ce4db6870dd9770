#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "base/error.h"
#include "base/temporary_folder_for_tests.h"
#include "warehouse/duckdb_warehouse.h"

namespace segue::warehouse {
namespace {

namespace fs = std::filesystem;

class DuckDbWarehouseTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  base::FileLock lock() { return *base::FileLock::try_take(files_.lock()); }
  const Files files_{temporary_.path()};
};

// A write that is cut in the middle leaves the rest of the block as it was, or missing.
TEST_F(DuckDbWarehouseTest, ATornFileIsSetAsideAndMadeAnew) {
  const auto held = lock();
  const auto make = [&] {
    DuckDbWork work(files_, held);
    work.connect()->execute("insert into segue_raw.build values (1)");
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
    DuckDbWork work(files_, held);
    EXPECT_EQ(work.connect()->number("select count(*) from segue_raw.build"), 0);
    EXPECT_TRUE(fs::exists(files_.work().string() + ".damaged"));
  }
}

// A value that is read with another width would be read from beyond its vector.
TEST_F(DuckDbWarehouseTest, AValueOfAnotherTypeIsRefused) {
  const auto held = lock();
  DuckDbWork work(files_, held);
  const auto connection = work.connect();
  const auto read = [&](const std::string& sql) {
    connection->each(sql, [](const Row& row) { static_cast<void>(row.bigint(0)); });
  };
  EXPECT_NO_THROW(read("select cast(1 as bigint)"));
  EXPECT_NO_THROW(read("select cast(null as integer)")) << "nothing is read";
  std::int64_t sum = 0;
  connection->each("select cast(n as integer) from range(5000) t(n)", [&](const Row& row) { sum += row.bigint(0); });
  EXPECT_EQ(sum, 4999 * 5000 / 2) << "an integer is read by its own width";
  EXPECT_THROW(read("select cast(1 as smallint)"), base::Error);
  EXPECT_THROW(read("select 'x'"), base::Error);
}

TEST_F(DuckDbWarehouseTest, AReaderKeepsItsFileWhileANewOneIsPublished) {
  const auto held = lock();
  DuckDbWork first(files_, held);
  first.connect()->execute("insert into segue_raw.build values (1)");
  first.close();
  DuckDbWarehouse(files_).publish(held, {}, [] {});
  const auto reader = DuckDbWarehouse(files_).read();
  DuckDbWork second(files_, held);
  second.connect()->execute("update segue_raw.build set number = 2");
  second.close();
  DuckDbWarehouse(files_).publish(held, {}, [] {});
  EXPECT_EQ(reader->number("select number from segue_raw.build"), 1);
  const auto fresh = DuckDbWarehouse(files_).read();
  EXPECT_EQ(fresh->number("select number from segue_raw.build"), 2);
  EXPECT_THROW(fresh->execute("insert into segue_raw.build values (3)"), base::Error);
}

TEST_F(DuckDbWarehouseTest, PublishRefusesALeftWalAndSweepsLeftCopies) {
  const auto held = lock();
  DuckDbWork(files_, held).close();
  std::FILE* wal = std::fopen((files_.work().string() + ".wal").c_str(), "w");
  std::fclose(wal);
  EXPECT_THROW(DuckDbWarehouse(files_).publish(held, {}, [] {}), base::Error);
  std::FILE* left = std::fopen((files_.home / "publish.tmp.1").c_str(), "w");
  std::fclose(left);
  DuckDbWarehouse(files_).begin_build(held);
  EXPECT_FALSE(fs::exists(files_.home / "publish.tmp.1"));
}

}  // namespace
}  // namespace segue::warehouse
