#include "base/secrets.h"

#include <gtest/gtest.h>

#include <map>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/temporary_folder_for_tests.h"

namespace segue::base {
namespace {

namespace fs = std::filesystem;

class SecretsTest : public testing::Test {
 protected:
  const TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  std::string key_ = std::string(32, 'k');
};

TEST_F(SecretsTest, ComesBackAndIsNotReadableAtRest) {
  SealedFiles store(folder_, key_);
  store.put("me.token", "very secret words");
  EXPECT_EQ(store.get("me.token"), "very secret words");
  EXPECT_EQ(read_file(folder_ / "me.token.sealed").find("secret"), std::string::npos);
  EXPECT_EQ(fs::status(folder_ / "me.token.sealed").permissions(), fs::perms::owner_read | fs::perms::owner_write);
  store.remove("me.token");
  EXPECT_FALSE(store.get("me.token"));
}

TEST_F(SecretsTest, AnotherKeyAnotherNameAFlippedBitDoNotOpen) {
  SealedFiles store(folder_, key_);
  store.put("me.token", "words");
  EXPECT_THROW(SealedFiles(folder_, std::string(32, 'x')).get("me.token"), Error);
  fs::copy_file(folder_ / "me.token.sealed", folder_ / "you.token.sealed");
  EXPECT_THROW(store.get("you.token"), Error);
  std::string bytes = read_file(folder_ / "me.token.sealed");
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  write_file_durably(folder_ / "me.token.sealed", bytes);
  EXPECT_THROW(store.get("me.token"), Error);
  write_file_durably(folder_ / "me.token.sealed", "short");
  EXPECT_THROW(store.get("me.token"), Error);
}

TEST(Without, PutsAWordInPlaceOfEverySecret) {
  EXPECT_EQ(without("token BQabcdefgh, again BQabcdefgh.", {"BQabcdefgh"}), "token [secret], again [secret].");
  EXPECT_EQ(without("one-secret, two-secret", {"one-secret", "two-secret"}), "[secret], [secret]");
  EXPECT_EQ(without("[secret][secret]", {"[secret]"}), "[secret][secret]");
  EXPECT_EQ(without("nothing of it", {"", "it", "BQabcdefgh"}), "nothing of it");
}

TEST_F(SecretsTest, TheKeyComesFromTheEnvironmentThenACredentialThenAFile) {
  const auto key_text = [](char c) { return base64(std::string(32, c)); };
  write_file_durably(folder_ / "credentials" / "segue-key", key_text('c') + "\n");
  write_file_durably(folder_ / "config" / "key", key_text('f') + "\n");
  std::map<std::string, std::string> set{{"SEGUE_KEY", key_text('e')},
                                         {"CREDENTIALS_DIRECTORY", (folder_ / "credentials").string()}};
  const auto key = [&] {
    return secret_key(
        [&](const char* name) {
          const auto at = set.find(name);
          return at == set.end() ? std::nullopt : std::optional(at->second);
        },
        folder_ / "config");
  };
  EXPECT_EQ(key(), std::string(32, 'e'));
  set.erase("SEGUE_KEY");
  EXPECT_EQ(key(), std::string(32, 'c'));
  std::filesystem::remove(folder_ / "credentials" / "segue-key");
  EXPECT_EQ(key(), std::string(32, 'f')) << "systemd gives other credentials, too";
  for (const char* bad : {"", "c2hvcnQ=", "not base64!"}) {
    write_file_durably(folder_ / "config" / "key", bad);
    EXPECT_THROW(key(), Error) << bad;
  }
}

TEST_F(SecretsTest, TheKeyIsMadeOnceAndKept) {
  const auto nothing = [](const char*) { return std::optional<std::string>(); };
  const std::string first = secret_key(nothing, folder_ / "config");
  EXPECT_EQ(first.size(), 32u);
  EXPECT_EQ(secret_key(nothing, folder_ / "config"), first);
  const auto given = [](const char* name) {
    return std::string(name) == "SEGUE_KEY" ? std::optional<std::string>("too short") : std::nullopt;
  };
  EXPECT_THROW(secret_key(given, folder_ / "config"), Error);
}

}  // namespace
}  // namespace segue::base
