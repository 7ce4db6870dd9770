// Named secrets at rest. Sealed with XChaCha20-Poly1305 (libsodium); the key lies outside SEGUE_HOME.
#pragma once
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.h"

namespace segue::base {

class SecretStore {
 public:
  virtual ~SecretStore() = default;
  // Durable before it returns. `name` is [a-z0-9_.-]+ and is bound to the bytes: a file renamed does not open.
  virtual void put(const std::string& name, std::string_view bytes) = 0;
  // Nothing when there is none. Throws Error(login) when it cannot be opened with this key.
  virtual std::optional<std::string> get(const std::string& name) const = 0;
  virtual void remove(const std::string& name) = 0;
};

// `text` with "[secret]" in place of each of `secrets`: for what others wrote and may have echoed. Secrets of less than
// eight bytes are no secrets and stay.
std::string without(std::string text, std::initializer_list<std::string_view> secrets);

// 32 bytes from SEGUE_KEY (base64), else the systemd credential `segue-key`, else `<key_folder>/key`, which is made at
// the first use with mode 0600. Throws Error(usage) for a key of another length.
std::string secret_key(const Environment& environment, const std::filesystem::path& key_folder);

class SealedFiles final : public SecretStore {
 public:
  SealedFiles(std::filesystem::path folder, std::string key) : folder_(std::move(folder)), key_(std::move(key)) {}
  void put(const std::string& name, std::string_view bytes) override;
  std::optional<std::string> get(const std::string& name) const override;
  void remove(const std::string& name) override;
  std::vector<std::string> names() const;  // of all that are kept, sorted; none where the folder cannot be read

 private:
  std::filesystem::path folder_;
  std::string key_;
};

}  // namespace segue::base
