// Named secrets in files, sealed with XChaCha20-Poly1305 (libsodium). The key is stored outside SEGUE_HOME.
#pragma once
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/environment.h"

namespace segue::base {

class SecretStore {
 public:
  virtual ~SecretStore() = default;
  // The secret is durable when this returns. `name` is [a-z0-9_.-]+ and is sealed with the bytes, so a renamed file
  // does not open.
  virtual void put(const std::string& name, std::string_view bytes) = 0;
  // Returns nullopt if there is no such secret. Throws Error(login) if this key does not open it.
  virtual std::optional<std::string> get(const std::string& name) const = 0;
  virtual void remove(const std::string& name) = 0;
};

// Returns `text` with "[secret]" in place of each of `secrets`, for texts of others that may echo a secret. Texts of
// less than eight bytes are no secrets and are ignored.
std::string without(std::string text, std::initializer_list<std::string_view> secrets);

// Returns the 32 bytes of SEGUE_KEY (base64), else of the systemd credential `segue-key`, else of `<key_folder>/key`,
// which is made with mode 0600 if it is missing. Throws Error(usage) for a key of another length.
std::string secret_key(const Environment& environment, const std::filesystem::path& key_folder);

class SealedFiles final : public SecretStore {
 public:
  SealedFiles(std::filesystem::path folder, std::string key) : folder_(std::move(folder)), key_(std::move(key)) {}
  void put(const std::string& name, std::string_view bytes) override;
  std::optional<std::string> get(const std::string& name) const override;
  void remove(const std::string& name) override;
  std::vector<std::string> names() const;  // of all secrets, sorted; empty if the folder cannot be read

 private:
  std::filesystem::path folder_;
  std::string key_;
};

}  // namespace segue::base
