// Digests. SHA-256 identifies bytes in the lake; the 128-bit key hash identifies tracks, recordings and plays.
#pragma once
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace segue::base {

// Returns 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// Returns 32 raw bytes.
std::string sha256_raw(std::string_view bytes);

// Returns the 32 raw bytes of HMAC-SHA-256 (RFC 2104).
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// SHA-256 of bytes that come in pieces.
class Sha256 {
 public:
  Sha256();
  void add(std::string_view bytes);
  std::string raw();  // 32 bytes; ends the digest: add() may not be called again
  std::string hex_digits();

 private:
  struct Free {
    void operator()(void* context) const;
  };
  std::unique_ptr<void, Free> context_;
};

// A key of tables in memory, never stored on disk: a SipHash-2-4 of 128 bits under a fixed key, or the 128 bits of a
// key_hash.
struct Hash128 {
  std::uint64_t high = 0, low = 0;
  auto operator<=>(const Hash128&) const = default;
};
Hash128 hash128(std::string_view bytes);
// Reads the 32 hex digits that key_hash returns. Throws Error(input) for any other text.
Hash128 hash128_of_key(std::string_view key);
std::string key_of(const Hash128& hash);

// The hash function of unordered tables. It takes half of the bits, because they are evenly spread already.
struct EvenBits {
  std::size_t operator()(const Hash128& hash) const { return hash.low; }
};

// Returns 32 lower-case hex digits: BLAKE2b-128 over the parts, each preceded by its length, so that {"a","bc"} differs
// from {"ab","c"}.
std::string key_hash(std::initializer_list<std::string_view> parts);

std::string hex(std::string_view bytes);
// URL-safe alphabet without padding (RFC 4648 §5), which PKCE needs.
std::string base64url(std::string_view bytes);
// Ordinary alphabet with padding, which HTTP Basic needs.
std::string base64(std::string_view bytes);

}  // namespace segue::base
