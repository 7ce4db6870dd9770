// A secret in one parameter of SSM's Parameter Store, as SecureString: where a function without a disk keeps its
// consent. https://docs.aws.amazon.com/systems-manager/latest/APIReference (JSON 1.1)
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
  std::string endpoint;  // "" = AWS's own of the region
};

// The parameter holds the secret's name, a line break, and its bytes (UTF-8, 4 KiB with the name); no bytes = removed:
// a role that may get and put needs no right to delete. There is no lock and no conditional write: one holder at a
// time. Throttling, 5xx and cut connections are asked again, four times; then Error(upstream), which never shows a
// value.
class ParameterStore final : public base::SecretStore {
 public:
  // References outlive the store; `clock` is the machine's own, whatever clock Spotify's times are measured by.
  ParameterStore(http::Client& client, CredentialChain& credentials, const base::Clock& clock, ParameterPlace place);

  // Writes nothing when the parameter was last seen with just these bytes.
  void put(const std::string& name, std::string_view bytes) override;
  // Asks each time: a person may have logged in meanwhile. Throws Error(login) where it holds a secret of another name.
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
  mutable std::optional<std::string> seen_;  // the parameter's value
};

}  // namespace segue::aws
