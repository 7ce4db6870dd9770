#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/error.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"

namespace segue::lake {
namespace {

namespace fs = std::filesystem;

class LakeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "segue-lake-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(root_); }
  fs::path root_;
};

TEST_F(LakeTest, AnObjectIsWrittenOnce) {
  DirectoryLake lake(root_);
  EXPECT_TRUE(lake.put_new("v1/me/import/a.zst", "one"));
  EXPECT_FALSE(lake.put_new("v1/me/import/a.zst", "two"));
  EXPECT_EQ(lake.get("v1/me/import/a.zst"), "one");
}

TEST_F(LakeTest, ListsByPrefixInByteOrder) {
  DirectoryLake lake(root_);
  for (const char* key : {"v1/me/b/2", "v1/me/b/1", "v1/me/bc/1", "v1/me/a/1", "v1/you/b/1"}) lake.put_new(key, "x");
  const auto found = lake.list("v1/me/b/");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, "v1/me/b/1");
  EXPECT_EQ(lake.list("v1/me/b").size(), 3u);
  EXPECT_EQ(lake.list("v1/me/b/", "v1/me/b/1").size(), 1u);
  EXPECT_TRUE(lake.list("v2/").empty());
}

TEST_F(LakeTest, RefusesKeysThatAreNoPathsBelowIt) {
  DirectoryLake lake(root_);
  for (const char* bad : {"", "/etc/passwd", "../x", "v1/../../x"})
    EXPECT_THROW(lake.put_new(bad, "x"), base::Error) << bad;
}

TEST(Objects, EnvelopeAndBodyComeBack) {
  Envelope envelope;
  envelope.request = "GET /v1/me";
  envelope.status = 200;
  envelope.server_date = base::from_ms(1767323045000);
  envelope.our_clock = base::from_ms(1767323045678);
  envelope.sha256 = std::string(64, 'a');
  const auto [back, body] = unwrap(wrap(envelope, "{\"x\":\n1}"));
  EXPECT_EQ(back.request, envelope.request);
  EXPECT_EQ(back.status, 200);
  EXPECT_EQ(back.server_date, envelope.server_date);
  EXPECT_EQ(back.our_clock, envelope.our_clock);
  EXPECT_EQ(body, "{\"x\":\n1}");
}

TEST(Objects, KeysFollowTheServersDateOrOursWithATilde) {
  Envelope envelope;
  envelope.our_clock = base::from_ms(1767323045678);
  envelope.sha256 = "0123456789abcdef";
  EXPECT_EQ(dated_key("me", "api", envelope), "v1/me/api/2026/01/02/20260102T030405678Z~-0123456789ab.json.zst");
  envelope.server_date = base::from_ms(1767323045000);
  EXPECT_EQ(dated_key("me", "api", envelope), "v1/me/api/2026/01/02/20260102T030405000Z-0123456789ab.json.zst");
}

TEST(Objects, DamageIsSeen) {
  std::string bytes = compress(std::string(1000, 'x'));
  EXPECT_EQ(decompress(bytes).size(), 1000u);
  EXPECT_THROW(decompress(bytes.substr(0, bytes.size() - 1)), base::Error);
  EXPECT_THROW(decompress("hello"), base::Error);
  EXPECT_THROW(unwrap(compress("no envelope")), base::Error);
}

}  // namespace
}  // namespace segue::lake
