// A sealed file is a random nonce, the encrypted bytes and a tag. The tag also covers the secret's name, so that a file
// that was renamed or altered does not open. A nonce of 24 random bytes never repeats in practice, so no counter has to
// be stored.
#include "base/secrets.h"

#include <fmt/core.h>
#include <sodium.h>

#include <algorithm>

#include "base/error.h"
#include "base/file.h"

namespace segue::base {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKey = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

unsigned char* raw(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* raw(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string decoded(std::string text, const std::string& where) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  std::string key(kKey + 1, '\0');
  std::size_t length = 0;
  const int failed = sodium_base642bin(raw(key), key.size(), text.data(), text.size(), nullptr, &length, nullptr,
                                       sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || length != kKey)
    throw Error(Fault::usage, fmt::format("{} must be base64 of {} bytes", where, kKey));
  key.resize(kKey);
  return key;
}

std::string fresh_key_text() {
  std::string key(kKey, '\0');
  randombytes_buf(key.data(), key.size());
  std::string text(sodium_base64_encoded_len(kKey, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), raw(key), kKey, sodium_base64_VARIANT_ORIGINAL);
  text.back() = '\n';
  return text;
}

}  // namespace

std::string without(std::string text, std::initializer_list<std::string_view> secrets) {
  constexpr std::string_view kInstead = "[secret]";
  for (const std::string_view secret : secrets) {
    if (secret.size() < kInstead.size()) continue;
    for (std::size_t at = text.find(secret); at != text.npos; at = text.find(secret, at + kInstead.size()))
      text.replace(at, secret.size(), kInstead);
  }
  return text;
}

std::string secret_key(const Environment& environment, const fs::path& key_folder) {
  if (const auto text = environment("SEGUE_KEY"); text && !text->empty()) return decoded(*text, "SEGUE_KEY");
  if (const auto credentials = environment("CREDENTIALS_DIRECTORY"))
    if (const fs::path file = fs::path(*credentials) / "segue-key"; fs::exists(file))
      return decoded(read_file(file), "the credential segue-key");
  const fs::path file = key_folder / "key";
  // If two processes start at once, both read the key that was written first.
  if (!fs::exists(file)) create_file_durably(file, fresh_key_text(), 0600);
  return decoded(read_file(file), file.string());
}

void SealedFiles::put(const std::string& name, std::string_view bytes) {
  std::string sealed(kNonce + bytes.size() + kTag, '\0');
  randombytes_buf(sealed.data(), kNonce);
  unsigned long long length = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(raw(sealed) + kNonce, &length, raw(bytes), bytes.size(),
                                             raw(std::string_view(name)), name.size(), nullptr, raw(sealed),
                                             raw(std::string_view(key_)));
  sealed.resize(kNonce + length);
  write_file_durably(folder_ / (name + ".sealed"), sealed, 0600);
}

std::optional<std::string> SealedFiles::get(const std::string& name) const {
  const fs::path file = folder_ / (name + ".sealed");
  if (!fs::exists(file)) return std::nullopt;
  const std::string sealed = read_file(file);
  std::string bytes(sealed.size() < kNonce + kTag ? 0 : sealed.size() - kNonce - kTag, '\0');
  const bool opened =
      sealed.size() >= kNonce + kTag &&
      crypto_aead_xchacha20poly1305_ietf_decrypt(raw(bytes), nullptr, nullptr, raw(std::string_view(sealed)) + kNonce,
                                                 sealed.size() - kNonce, raw(std::string_view(name)), name.size(),
                                                 raw(std::string_view(sealed)), raw(std::string_view(key_))) == 0;
  if (!opened)
    throw Error(Fault::login,
                fmt::format("{} cannot be opened with this key: bring the key back, or run `segue login` again",
                            file.string()));
  return bytes;
}

std::vector<std::string> SealedFiles::names() const {
  std::vector<std::string> names;
  std::error_code unreadable;
  for (const auto& entry : fs::directory_iterator(folder_, unreadable))
    if (entry.path().extension() == ".sealed") names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

void SealedFiles::remove(const std::string& name) {
  fs::remove(folder_ / (name + ".sealed"));
}

}  // namespace segue::base
