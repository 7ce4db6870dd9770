// Digests. SHA-256 names bytes in the lake; the 128-bit key hash names tracks, recordings, plays.
#pragma once
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace segue::base {

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// Raw 32 bytes.
std::string sha256_raw(std::string_view bytes);

// Raw 32 bytes of HMAC-SHA-256 (RFC 2104).
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  std::string raw();  // 32 bytes; nothing may be added any more
  std::string hex_digits();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

// A key of tables in memory: SipHash-2-4 of 128 bits under a fixed key, or the 128 bits of a key_hash. Never on disk.
struct Hash128 {
  std::uint64_t high = 0, low = 0;
  auto operator<=>(const Hash128&) const = default;
};
Hash128 hash128(std::string_view bytes);
// Of 32 hex digits, as key_hash gives them. Throws Error(input) for anything else.
Hash128 hash128_of_key(std::string_view key);
std::string key_of(const Hash128& hash);

// For unordered tables: the bits are even already.
struct EvenBits {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

// 32 lower-case hex digits of BLAKE2b-128 over the parts, each preceded by its length (so {"a","bc"} differs from
// {"ab","c"}).
std::string key_hash(std::initializer_list<std::string_view> parts);

std::string hex(std::string_view bytes);
// URL-safe alphabet, no padding (RFC 4648 §5), as PKCE wants it.
std::string base64url(std::string_view bytes);
// The ordinary alphabet with padding, as HTTP Basic wants it.
std::string base64(std::string_view bytes);

}  // namespace segue::base
