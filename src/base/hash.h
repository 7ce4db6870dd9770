// Digests. SHA-256 names bytes in the lake; the 128-bit key hash names tracks, recordings, plays.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

namespace segue::base {

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);
// Raw 32 bytes.
std::string sha256_raw(std::string_view bytes);

// 32 lower-case hex digits of BLAKE2b-128 over the parts, each preceded by its length (so {"a","bc"} differs from
// {"ab","c"}).
std::string key_hash(std::initializer_list<std::string_view> parts);

std::string hex(std::string_view bytes);
// URL-safe alphabet, no padding (RFC 4648 §5), as PKCE wants it.
std::string base64url(std::string_view bytes);
// The ordinary alphabet with padding, as HTTP Basic wants it.
std::string base64(std::string_view bytes);

}  // namespace segue::base
