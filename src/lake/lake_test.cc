// Tests the contract of every kind of lake (lakes_for_tests.h).
#include <algorithm>
#include <atomic>
#include <thread>

#include "base/error.h"
#include "lake/lakes_for_tests.h"
#include "lake/object_key.h"
#include "lake/objects.h"

namespace segue::lake {
namespace {

class LakeContract : public testing::TestWithParam<Kind> {
 protected:
  LakeContract() {
    if (GetParam() == Kind::folder)
      lake_ = std::make_unique<DirectoryLake>(temporary_.path());
    else
      lake_ = std::make_unique<S3Lake>(test_s3(), own_prefix());
  }
  Lake& lake() { return *lake_; }
  std::vector<std::string> keys(std::string_view prefix, std::string_view after = {}) {
    std::vector<std::string> found;
    for (const auto& object : lake().list(prefix, after)) found.push_back(object.key);
    return found;
  }

 private:
  const base::TemporaryFolder temporary_;
  std::unique_ptr<Lake> lake_;
};

INSTANTIATE_TEST_SUITE_P(Lakes, LakeContract, testing::ValuesIn(kinds_at_hand()), name_of);

// Keys that a service or a signer may get wrong.
const std::vector<std::string> kOddKeys{"v1/me/a b",
                                        "v1/me/a+b",
                                        "v1/me/a%2Bb",
                                        "v1/me/%41",
                                        "v1/me/a=b&c;d",
                                        "v1/me/20260102T030405678Z~-0123456789ab.json.zst",
                                        "v1/me/a:b@c,d!e$f'(g)*h",
                                        "v1/me/a?b#c",
                                        "v1/me/[a]{b}|^\"<c>",
                                        "v1/me/caf\u00e9 \u2603 \U0001F3B5",
                                        "v1/me/...",
                                        "v1/me/.hidden/..x",
                                        "v1/me/-",
                                        "v1/me/a&amp;b"};

TEST_P(LakeContract, AnObjectIsWrittenOnce) {
  EXPECT_TRUE(lake().put_new("v1/me/import/a.zst", "one"));
  EXPECT_FALSE(lake().put_new("v1/me/import/a.zst", "two"));
  EXPECT_EQ(lake().get("v1/me/import/a.zst"), "one");
}

TEST_P(LakeContract, ListsByPrefixInByteOrder) {
  for (const char* key : {"v1/me/b/2", "v1/me/b/1", "v1/me/bc/1", "v1/me/a/1", "v1/you/b/1"}) lake().put_new(key, "x");
  const auto found = lake().list("v1/me/b/");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].key, "v1/me/b/1");
  EXPECT_EQ(lake().list("v1/me/b").size(), 3u);
  EXPECT_EQ(lake().list("v1/me/b/", "v1/me/b/1").size(), 1u);
  EXPECT_TRUE(lake().list("v2/").empty());
}

TEST_P(LakeContract, ListsAfterAnyTextAsIfAllHadBeenWalked) {
  for (const char* key : {"v1/a/p/2025/12/31/x", "v1/a/p/2026/01/01/x", "v1/a/p/2026/01/01/y", "v1/a/p/2026/01/02/a",
                          "v1/a/p/2026/01.zst", "v1/a/p/2026-01/a", "v1/b/p/2026/01/01/x"})
    lake().put_new(key, "");
  const auto all = lake().list("v1/");
  for (const char* after : {"", "v1/a/p/2026/01/01", "v1/a/p/2026/01/01/", "v1/a/p/2026/01/01/x", "v1/a/p/2026/01",
                            "v1/a/p/2026/01/01/xx", "v1/a/p/2026", "v1/a/p/2026-01/a", "v1/a/q", "v1/b", "v2"}) {
    std::vector<std::string> wanted, found;
    for (const auto& object : all)
      if (object.key > after) wanted.push_back(object.key);
    for (const auto& object : lake().list("v1/", after)) found.push_back(object.key);
    EXPECT_EQ(found, wanted) << after;
  }
}

TEST_P(LakeContract, FoldersAreTheNamesDirectlyBelow) {
  EXPECT_TRUE(lake().folders("v1/").empty());
  for (const auto* key : {"v1/you/import/a.zst", "v1/me/recently_played/2026/01/02/a", "v1/me/import/b", "v1/loose"})
    lake().put_new(key, "x");
  EXPECT_EQ(lake().folders("v1/"), (std::vector<std::string>{"me", "you"}));
  EXPECT_EQ(lake().folders("v1/me/"), (std::vector<std::string>{"import", "recently_played"}));
  EXPECT_THROW(lake().folders("../"), base::Error);
}

TEST_P(LakeContract, TheNewestIsFoundWhateverTheClockSays) {
  const auto at = [](const char* text) { return *base::parse_iso8601(text); };
  EXPECT_FALSE(newest(lake(), "me", ObjectKind::rule, at("2026-01-05T00:00:00Z")));
  lake().put_new("v1/me/rule/2025/06/01/20250601T000000000Z-a", "");
  lake().put_new("v1/me/rule/2026/01/04/20260104T000000000Z-b", "");
  for (const char* now :
       {"2026-01-05T00:00:00Z", "2026-03-05T00:00:00Z", "2025-06-01T00:00:00Z", "1970-01-02T00:00:00Z"})
    EXPECT_EQ(newest(lake(), "me", ObjectKind::rule, at(now)), "v1/me/rule/2026/01/04/20260104T000000000Z-b") << now;
}

TEST_P(LakeContract, AFolderIsNoObject) {
  lake().put_new("v1/me/import/a.zst", "one");
  EXPECT_FALSE(lake().exists("v1/me"));
  EXPECT_THROW(lake().get("v1/me"), base::Error);
  EXPECT_THROW(lake().get("v1/me/import/b.zst"), base::Error);
}

TEST_P(LakeContract, BytesComeBackAsTheyWere) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  const std::string large = std::string(3'000'000, 'x') + every;
  for (const std::string& bytes : {std::string(), every, large}) {
    const std::string key = "v1/me/import/" + std::to_string(bytes.size());
    EXPECT_TRUE(lake().put_new(key, bytes));
    EXPECT_TRUE(lake().get(key) == bytes) << key;
    EXPECT_EQ(lake().list(key).at(0).size, bytes.size());
  }
}

TEST_P(LakeContract, OddKeysAreKeysLikeOthers) {
  for (const std::string& key : kOddKeys) {
    EXPECT_FALSE(lake().exists(key)) << key;
    EXPECT_TRUE(lake().put_new(key, key)) << key;
    EXPECT_TRUE(lake().exists(key)) << key;
  }
  for (const std::string& key : kOddKeys) {
    EXPECT_EQ(lake().get(key), key);
    EXPECT_FALSE(lake().put_new(key, "another"));
    EXPECT_EQ(lake().list(key).size(), 1u) << key;
  }
  std::vector<std::string> sorted = kOddKeys;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(keys("v1/me/"), sorted);
  for (const std::string& after : sorted)
    EXPECT_EQ(keys("v1/me/", after), std::vector(std::upper_bound(sorted.begin(), sorted.end(), after), sorted.end()))
        << after;
}

TEST_P(LakeContract, FoldersOfOddNames) {
  for (const char* key : {"v1/a b/x", "v1/a+b/x", "v1/a-b/x", "v1/a/x", "v1/a/y", "v1/caf\u00e9/x"})
    lake().put_new(key, "");
  EXPECT_EQ(lake().folders("v1/"), (std::vector<std::string>{"a", "a b", "a+b", "a-b", "caf\u00e9"}));
}

TEST_P(LakeContract, MoreThanAPageIsListed) {
  std::vector<std::string> wanted;
  for (int i = 0; i < 1'203; ++i) {
    std::string digits = std::to_string(10'000 + i);
    wanted.push_back("v1/me/p/" + digits.substr(0, 3) + "/" + digits.substr(3));
  }
  std::atomic<std::size_t> next{0};
  {
    std::vector<std::jthread> writers;
    for (int i = 0; i < 8; ++i)
      writers.emplace_back([&] {
        for (std::size_t at = next++; at < wanted.size(); at = next++) lake().put_new(wanted[at], "x");
      });
  }
  EXPECT_EQ(keys("v1/me/p/"), wanted);
  EXPECT_EQ(keys("v1/", wanted[100]), std::vector(wanted.begin() + 101, wanted.end()));
}

TEST_P(LakeContract, OfManyWritersOneWins) {
  // In seaweedfs writers of one key wait for each other, 5 s at a time.
  const int rounds = environment_text("SEGUE_TEST_S3_SERVICE") == "seaweed" ? 1 : 5;
  for (int round = 0; round < rounds; ++round) {
    const std::string key = "v1/me/race/" + std::to_string(round);
    std::atomic<int> won{0}, at_the_line{0};
    std::atomic<int> winner{-1};
    {
      std::vector<std::jthread> writers;
      for (int i = 0; i < 24; ++i)
        writers.emplace_back([&, i] {
          ++at_the_line;
          while (at_the_line < 24) std::this_thread::yield();
          if (lake().put_new(key, std::to_string(i))) {
            ++won;
            winner = i;
          }
        });
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(lake().get(key), std::to_string(winner));
  }
}

TEST_P(LakeContract, RefusesWhatIsNoKey) {
  for (const std::string& bad :
       std::vector<std::string>{"", "/", "/etc/passwd", ".", "..", "../x", "v1/../../x", "v1/../x", "v1/..", "v1/",
                                "v1//x", "v1/./x", "v1/.", "v1\\x", std::string("v1/me\0/x", 8)}) {
    EXPECT_THROW(lake().put_new(bad, "x"), base::Error) << bad;
    EXPECT_THROW(lake().get(bad), base::Error) << bad;
    EXPECT_THROW(lake().exists(bad), base::Error) << bad;
  }
  for (const char* bad : {"../", "../x", "/", "/etc/", "v1/../../", "v1//"})
    EXPECT_THROW(lake().list(bad), base::Error) << bad;
  EXPECT_TRUE(lake().put_new("v1/a..b/...c", "x")) << "two dots inside a name lead nowhere";
  EXPECT_EQ(keys(""), std::vector<std::string>{"v1/a..b/...c"});
}

}  // namespace
}  // namespace segue::lake
