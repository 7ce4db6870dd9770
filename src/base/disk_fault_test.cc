#include "base/disk_fault.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace segue::base {
namespace {

TEST(DiskFault, NamesTheTrueCauseAndTheCure) {
  struct Case {
    int error;
    Fault fault;
    const char* says;
  };
  for (const Case& one : {Case{ENOSPC, Fault::internal, "the disk is full"}, Case{EROFS, Fault::usage, "read-only"},
                          Case{EACCES, Fault::usage, "another user owns it"},
                          Case{EPERM, Fault::usage, "another user owns it"}, Case{EIO, Fault::internal, "/x"}}) {
    const Error error = disk_fault(one.error, "cannot create", "/x");
    EXPECT_EQ(error.fault(), one.fault) << error.what();
    EXPECT_TRUE(std::string(error.what()).starts_with("cannot create /x: ")) << error.what();
    EXPECT_NE(std::string(error.what()).find(one.says), std::string::npos) << error.what();
  }
}

TEST(DiskFault, TellsAFilesystemErrorWithoutItsRawWords) {
  const std::filesystem::filesystem_error raw("cannot create directories", "/x",
                                              std::make_error_code(std::errc::permission_denied));
  const std::string said = disk_fault(raw).what();
  EXPECT_TRUE(said.starts_with("cannot create directories /x: Permission denied: ")) << said;
  EXPECT_EQ(said.find("filesystem error"), said.npos) << said;
}

}  // namespace
}  // namespace segue::base
