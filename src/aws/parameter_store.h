// Stores a secret in one SecureString parameter of SSM's Parameter Store. The AWS function, which has no disk, keeps
// its consent there. https://docs.aws.amazon.com/systems-manager/latest/APIReference (JSON 1.1)
#pragma once
#include <optional>
#include <string>

#include "aws/credentials.h"
#include "base/clock.h"
#include "base/secrets.h"
#include "http/client.h"

namespace segue::aws {

struct ParameterPlace {
  std::string parameter;  // "/segue/me/consent"
  std::string region;
  std::string endpoint;  // "" = AWS's own for the region
};

// The parameter holds the secret's name, a line break, and its bytes (UTF-8, at most 4 KiB with the name). No bytes
// means removed, so that the role needs no right to delete. There is no lock and no conditional write: only one process
// may write at a time. Throttling, 5xx and cut connections are tried four times; then it throws Error(upstream), which
// never shows a value.
class ParameterStore final : public base::SecretStore {
 public:
  // All references outlive the store. `clock` is the machine's own, even if segue otherwise runs on a simulator's
  // clock.
  ParameterStore(http::Client& client, CredentialChain& credentials, const base::Clock& clock, ParameterPlace place);

  // Writes nothing if the parameter was last seen with exactly these bytes.
  void put(const std::string& name, std::string_view bytes) override;
  // Asks SSM each time, because a person may have logged in meanwhile. Throws Error(login) if it holds a secret of
  // another name.
  std::optional<std::string> get(const std::string& name) const override;
  void remove(const std::string& name) override { put(name, {}); }

 private:
  struct Told;
  Told ask(const std::string& action, const std::string& json) const;
  [[noreturn]] void refuse(const std::string& action, const Told& told) const;

  http::Client& client_;
  CredentialChain& credentials_;
  const base::Clock& clock_;
  ParameterPlace place_;
  mutable std::optional<std::string> seen_;  // the parameter's value when last read or written
};

}  // namespace segue::aws
