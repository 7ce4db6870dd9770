#include <filesystem>

#include "base/error.h"
#include "lake/lakes_for_tests.h"
#include "lake/open.h"

namespace segue::lake {
namespace {

namespace fs = std::filesystem;

class DirectoryLakeTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();
};

TEST_F(DirectoryLakeTest, NothingOutsideIsTouched) {
  DirectoryLake lake(root_);
  const fs::path beside = root_.string() + "-beside";
  EXPECT_THROW(lake.put_new("../" + beside.filename().string(), "x"), base::Error);
  EXPECT_FALSE(fs::exists(beside));
}

TEST_F(DirectoryLakeTest, AWritersTemporaryIsNoObjectYet) {
  DirectoryLake lake(root_);
  lake.put_new("v1/me/import/a.zst", "one");
  fs::copy_file(root_ / "v1/me/import/a.zst", root_ / "v1/me/import/b.zst.tmp.7.0");
  EXPECT_EQ(lake.list("v1/").size(), 1u);
}

TEST_F(DirectoryLakeTest, ARootWithATrailingSlashListsTheSameKeys) {
  DirectoryLake(root_).put_new("v1/me/a", "one");
  EXPECT_EQ(DirectoryLake(root_ / "").list("v1/").at(0).key, "v1/me/a");
}

TEST(OpenLake, APlaceNamesItsLake) {
  const base::TemporaryFolder folder;
  const auto unset = [](const char*) { return std::optional<std::string>(); };
  aws::Endpoints config;
  config.region = "eu-central-1";
  EXPECT_NE(dynamic_cast<DirectoryLake*>(open(folder.path().string(), config, unset).get()), nullptr);
  for (const char* place : {"s3://bucket", "s3://bucket/", "s3://bucket/a", "s3://bucket/a/b/"})
    EXPECT_NE(dynamic_cast<S3Lake*>(open(place, config, unset).get()), nullptr) << place;
  for (const char* bad : {"s3://", "s3:///a", "s3://b", "s3://buc ket/a", "s3://bucket//a", "s3://bucket/../a",
                          "s3://bucket/a//", "s3://bucket/./"})
    EXPECT_THROW(open(bad, config, unset), base::Error) << bad;
  config.region.clear();
  EXPECT_THROW(open("s3://bucket", config, unset), base::Error) << "AWS needs a region";
  config.endpoint = "http://127.0.0.1:9";
  EXPECT_NE(open("s3://bucket", config, unset), nullptr);
}

}  // namespace
}  // namespace segue::lake
