#include "base/file.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/lock.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::base {
namespace {

namespace fs = std::filesystem;

class FileTest : public testing::Test {
 protected:
  const TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
};

TEST_F(FileTest, WritesReplaceAndLeaveNoTemporary) {
  write_file_durably(folder_ / "a/b", "one");
  write_file_durably(folder_ / "a/b", "two");
  EXPECT_EQ(read_file(folder_ / "a/b"), "two");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_ / "a"), {}), 1);
}

TEST_F(FileTest, CreateNeverReplaces) {
  EXPECT_TRUE(create_file_durably(folder_ / "x", "one"));
  EXPECT_FALSE(create_file_durably(folder_ / "x", "two"));
  EXPECT_EQ(read_file(folder_ / "x"), "one");
}

TEST_F(FileTest, AMissingFileIsAUsageFault) {
  try {
    read_file(folder_ / "none");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.fault(), Fault::usage);
  }
}

TEST_F(FileTest, ALockIsHeldOnce) {
  auto held = FileLock::try_take(folder_ / "lock");
  ASSERT_TRUE(held);
  EXPECT_FALSE(FileLock::try_take(folder_ / "lock"));
  held.reset();
  EXPECT_TRUE(FileLock::try_take(folder_ / "lock"));
}

}  // namespace
}  // namespace segue::base
