#include "base/hash.h"

#include <gtest/gtest.h>

namespace segue::base {
namespace {

TEST(Sha256, KnownAnswer) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(KeyHash, PartsDoNotRunTogether) {
  EXPECT_EQ(key_hash({"a"}).size(), 32u);
  EXPECT_EQ(key_hash({"a", "bc"}), key_hash({"a", "bc"}));
  EXPECT_NE(key_hash({"a", "bc"}), key_hash({"ab", "c"}));
  EXPECT_NE(key_hash({"a"}), key_hash({"a", ""}));
}

TEST(Base64, BothAlphabets) {
  EXPECT_EQ(base64("\xfb\xff"), "+/8=");
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
}

}  // namespace
}  // namespace segue::base
