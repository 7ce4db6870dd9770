#include <gtest/gtest.h>

#include <filesystem>

#include "base/error.h"
#include "base/temporary_folder.h"
#include "lake/directory_lake.h"
#include "lake/objects.h"

namespace segue::lake {
namespace {

namespace fs = std::filesystem;

class LakeTest : public testing::Test {
 protected:
  const base::TemporaryFolder temporary_;
  const fs::path root_ = temporary_.path();
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

TEST_F(LakeTest, ListsAfterAnyTextAsIfAllHadBeenWalked) {
  DirectoryLake lake(root_);
  for (const char* key : {"v1/a/p/2025/12/31/x", "v1/a/p/2026/01/01/x", "v1/a/p/2026/01/01/y", "v1/a/p/2026/01/02/a",
                          "v1/a/p/2026/01.zst", "v1/a/p/2026-01/a", "v1/b/p/2026/01/01/x"})
    lake.put_new(key, "");
  const auto all = lake.list("v1/");
  for (const char* after : {"", "v1/a/p/2026/01/01", "v1/a/p/2026/01/01/", "v1/a/p/2026/01/01/x", "v1/a/p/2026/01",
                            "v1/a/p/2026/01/01/xx", "v1/a/p/2026", "v1/a/p/2026-01/a", "v1/a/q", "v1/b", "v2"}) {
    std::vector<std::string> wanted, found;
    for (const auto& object : all)
      if (object.key > after) wanted.push_back(object.key);
    for (const auto& object : lake.list("v1/", after)) found.push_back(object.key);
    EXPECT_EQ(found, wanted) << after;
  }
}

TEST_F(LakeTest, FoldersAreTheNamesDirectlyBelow) {
  DirectoryLake lake(root_);
  EXPECT_TRUE(lake.folders("v1/").empty());
  for (const auto* key : {"v1/you/import/a.zst", "v1/me/recently_played/2026/01/02/a", "v1/me/import/b", "v1/loose"})
    lake.put_new(key, "x");
  EXPECT_EQ(lake.folders("v1/"), (std::vector<std::string>{"me", "you"}));
  EXPECT_EQ(lake.folders("v1/me/"), (std::vector<std::string>{"import", "recently_played"}));
  EXPECT_THROW(lake.folders("../"), base::Error);
}

TEST_F(LakeTest, TheNewestIsFoundWhateverTheClockSays) {
  DirectoryLake lake(root_);
  const auto at = [](const char* text) { return *base::parse_iso8601(text); };
  EXPECT_FALSE(newest(lake, "me", "p", at("2026-01-05T00:00:00Z")));
  lake.put_new("v1/me/p/2025/06/01/20250601T000000000Z-a", "");
  lake.put_new("v1/me/p/2026/01/04/20260104T000000000Z-b", "");
  for (const char* now :
       {"2026-01-05T00:00:00Z", "2026-03-05T00:00:00Z", "2025-06-01T00:00:00Z", "1970-01-02T00:00:00Z"})
    EXPECT_EQ(newest(lake, "me", "p", at(now)), "v1/me/p/2026/01/04/20260104T000000000Z-b") << now;
}

TEST_F(LakeTest, RefusesKeysThatAreNoPathsBelowIt) {
  DirectoryLake lake(root_);
  fs::create_directories(root_.string() + "-beside");
  for (const std::string& bad : std::vector<std::string>{"", "/", "/etc/passwd", "..", "../x", "v1/../../x", "v1/../x",
                                                         "v1/..", "v1/", std::string("v1/me\0/x", 8)}) {
    EXPECT_THROW(lake.put_new(bad, "x"), base::Error) << bad;
    EXPECT_THROW(lake.get(bad), base::Error) << bad;
    EXPECT_THROW(lake.exists(bad), base::Error) << bad;
  }
  for (const char* bad : {"../", "../x", "/", "/etc/", "v1/../../"}) EXPECT_THROW(lake.list(bad), base::Error) << bad;
  EXPECT_TRUE(lake.put_new("v1/a..b/...c", "x")) << "two dots inside a name lead nowhere";
  EXPECT_EQ(lake.list("").size(), 1u);
  fs::remove_all(root_.string() + "-beside");
}

TEST_F(LakeTest, AFolderIsNoObject) {
  DirectoryLake lake(root_);
  lake.put_new("v1/me/import/a.zst", "one");
  EXPECT_FALSE(lake.exists("v1/me"));
  EXPECT_THROW(lake.get("v1/me"), base::Error);
  EXPECT_THROW(lake.get("v1/me/import/b.zst"), base::Error);
}

TEST_F(LakeTest, AWritersTemporaryIsNoObjectYet) {
  DirectoryLake lake(root_);
  lake.put_new("v1/me/import/a.zst", "one");
  fs::copy_file(root_ / "v1/me/import/a.zst", root_ / "v1/me/import/b.zst.tmp.7.0");
  EXPECT_EQ(lake.list("v1/").size(), 1u);
}

TEST_F(LakeTest, ARootWithATrailingSlashListsTheSameKeys) {
  DirectoryLake(root_).put_new("v1/me/a", "one");
  EXPECT_EQ(DirectoryLake(root_ / "").list("v1/").at(0).key, "v1/me/a");
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
  for (const std::string& bad :
       {std::string(), std::string("hello"), bytes.substr(0, 4), bytes.substr(1), bytes + "x", bytes + bytes})
    EXPECT_THROW(decompress(bad), base::Error) << bad.size();
}

TEST(Objects, EveryFlippedByteIsSeen) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += std::to_string(i * i);
  const std::string bytes = compress(text);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string flipped = bytes;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x55);
    try {
      EXPECT_EQ(decompress(flipped), text) << "a byte that says nothing, at " << i;
    } catch (const base::Error& error) {
      EXPECT_EQ(error.fault(), base::Fault::input);
    }
  }
}

TEST(Objects, AHeadThatClaimsTheMoonIsDamage) {
  // Magic, a descriptor with an 8-byte content size, a window byte, the size.
  std::string bytes("\x28\xB5\x2F\xFD\xC0\x58", 6);
  bytes += std::string("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x0F", 8);
  bytes += "\x01";
  EXPECT_THROW(decompress(bytes), base::Error);
}

TEST(Objects, WhatHasNoEnvelopeIsNoObject) {
  for (const char* bad : {"", "no envelope", "{}\n", "[]\nx", "{\"our_clock\":\"0000-01-01T00:00:00Z\"}\n", "7\n",
                          "{\"our_clock\":7}\n", "\n"})
    EXPECT_THROW(unwrap(compress(bad)), base::Error) << bad;
  EXPECT_EQ(unwrap(compress("{\"our_clock\":\"2026-01-02T03:04:05Z\",\"new\":[1]}\n")).second, "");
}

}  // namespace
}  // namespace segue::lake
