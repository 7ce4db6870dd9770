#include "base/hash.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace segue::base {
namespace {

TEST(Sha256, KnownAnswer) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(HmacSha256, KnownAnswersOfRfc4231) {
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
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

TEST(Sha256, PiecesGiveTheDigestOfTheWhole) {
  for (const std::size_t cut : {0u, 1u, 63u, 64u, 100u}) {
    const std::string text(100, 'x');
    Sha256 digest;
    digest.add(text.substr(0, cut));
    digest.add(text.substr(cut));
    EXPECT_EQ(digest.hex_digits(), sha256_hex(text)) << cut;
  }
  EXPECT_EQ(Sha256().hex_digits(), sha256_hex(""));
}

TEST(Hash128, AKeyIsItsBits) {
  const std::string key = key_hash({"recording", "x"});
  EXPECT_EQ(key_of(hash128_of_key(key)), key);
  EXPECT_EQ(key_of(hash128_of_key("000000000000000000000000000000ff")), "000000000000000000000000000000ff");
  EXPECT_NE(hash128("a"), hash128("b"));
  for (const char* bad : {"", "00", "000000000000000000000000000000f", "000000000000000000000000000000fff",
                          "-00000000000000000000000000000ff", "0000000000000000000000000000000g"})
    EXPECT_THROW(hash128_of_key(bad), Error) << bad;
}

}  // namespace
}  // namespace segue::base
