#include "base/mapped_file.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::base {
namespace {

TEST(MappedFile, HoldsTheBytesOfTheFileThatWasOpened) {
  const TemporaryFolder folder;
  write_file_durably(folder.path() / "x", "before");
  const MappedFile mapped(folder.path() / "x");
  write_file_durably(folder.path() / "x", "after!!");
  EXPECT_EQ(mapped.bytes(), "before");
}

TEST(MappedFile, AnEmptyFileHasNoBytes) {
  const TemporaryFolder folder;
  write_file_durably(folder.path() / "x", "");
  EXPECT_TRUE(MappedFile(folder.path() / "x").bytes().empty());
}

TEST(MappedFile, WhatIsNoFileIsAUsageFaultThatNamesIt) {
  const TemporaryFolder folder;
  for (const auto& path : {folder.path() / "none", folder.path()}) {
    try {
      const MappedFile mapped(path);
      FAIL() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.fault(), Fault::usage);
      EXPECT_NE(std::string(error.what()).find(path.string()), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace segue::base
