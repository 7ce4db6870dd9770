// Three hashes, each for one use. SHA-256 (OpenSSL) identifies stored bytes, also to other programs. BLAKE2b-128
// (libsodium) makes the keys in the tables, which are shorter and faster to compute. SipHash is for tables in memory
// only.
#include "base/hash.h"

#include <fmt/core.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>

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

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(bytes), bytes.size(), digest.data(),
           nullptr) == nullptr)
    throw Error(Fault::internal, "OpenSSL gives no HMAC");
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void Sha256::Free::operator()(void* context) const {
  EVP_MD_CTX_free(static_cast<EVP_MD_CTX*>(context));
}

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  if (!context_ || EVP_DigestInit_ex(static_cast<EVP_MD_CTX*>(context_.get()), EVP_sha256(), nullptr) != 1)
    throw Error(Fault::internal, "OpenSSL gives no SHA-256");
}

void Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(static_cast<EVP_MD_CTX*>(context_.get()), bytes.data(), bytes.size());
}

std::string Sha256::raw() {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  EVP_DigestFinal_ex(static_cast<EVP_MD_CTX*>(context_.get()), digest.data(), nullptr);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string Sha256::hex_digits() {
  return hex(raw());
}

Hash128 hash128(std::string_view bytes) {
  // The key is fixed (zeros), so that one input gives one hash in every run and results can be repeated.
  static constexpr std::array<unsigned char, crypto_shorthash_siphashx24_KEYBYTES> kKey{};
  std::array<unsigned char, crypto_shorthash_siphashx24_BYTES> digest;
  crypto_shorthash_siphashx24(digest.data(), bytes_of(bytes), bytes.size(), kKey.data());
  Hash128 hash;
  std::memcpy(&hash, digest.data(), digest.size());
  return hash;
}

Hash128 hash128_of_key(std::string_view key) {
  Hash128 hash;
  const auto read = [&](std::string_view digits, std::uint64_t& into) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into, 16);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  if (key.size() != 32 || !read(key.substr(0, 16), hash.high) || !read(key.substr(16), hash.low))
    throw Error(Fault::input, fmt::format("\"{}\" is not a key of 32 hex digits", key.substr(0, 40)));
  return hash;
}

std::string key_of(const Hash128& hash) {
  return fmt::format("{:016x}{:016x}", hash.high, hash.low);
}

std::string key_hash(std::initializer_list<std::string_view> parts) {
  crypto_generichash_state state;
  std::array<unsigned char, 16> digest;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const auto part : parts) {
    // The length is written as 4 bytes, lowest first, so that the key is the same on every machine.
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
