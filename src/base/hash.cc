#include "base/hash.h"

#include <openssl/sha.h>
#include <sodium.h>

#include <array>
#include <cstdint>

#include "base/error.h"

namespace segue::base {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode64(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
  out.pop_back();  // the terminating NUL
  return out;
}

}  // namespace

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    out.push_back(kDigits[b >> 4]);
    out.push_back(kDigits[b & 15]);
  }
  return out;
}

std::string sha256_raw(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(bytes_of(bytes), bytes.size(), digest.data());
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string sha256_hex(std::string_view bytes) {
  return hex(sha256_raw(bytes));
}

std::string key_hash(std::initializer_list<std::string_view> parts) {
  crypto_generichash_state state;
  std::array<unsigned char, 16> digest;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const auto part : parts) {
    std::array<unsigned char, 4> length;
    for (std::size_t i = 0; i < 4; ++i) length[i] = static_cast<unsigned char>(part.size() >> (8 * i));
    crypto_generichash_update(&state, length.data(), length.size());
    crypto_generichash_update(&state, bytes_of(part), part.size());
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string base64url(std::string_view bytes) {
  return encode64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64(std::string_view bytes) {
  return encode64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

}  // namespace segue::base
