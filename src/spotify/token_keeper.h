// Stores one user's consent sealed, and refreshes it under a lock.
#pragma once
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/secrets.h"
#include "http/client.h"
#include "spotify/kept_consent.h"
#include "spotify/oauth.h"

namespace segue::spotify {

class TokenKeeper {
 public:
  // All references outlive the keeper. `lock_file` belongs to this user and client, so that only one process refreshes
  // at a time.
  TokenKeeper(http::Client& client, base::SecretStore& secrets, const base::Clock& clock, App app, std::string user,
              std::filesystem::path lock_file);

  // Replaces the old consent. The six months begin at the service's Date if the answer has one, else now.
  void keep_new(const TokenAnswer& answer, const Account& account = {});
  // Adds the account to the stored consent; does nothing if there is none any more.
  void keep_account(const Account& account);
  // Returns a token that is valid for at least another minute. Throws Error(login) if there is no consent or it has
  // ended; time and reason of the end are stored, and every later call reports them. Throws Error(upstream) if the
  // accounts service cannot be reached, fails, or has asked for a wait that is not over.
  std::string access_token();
  // Called after the service refused the token `refused`. Refreshes unless another process has done so meanwhile.
  std::string access_token_after(const std::string& refused);
  std::optional<Consent> consent() const;
  std::optional<EndedLogin> ended() const;  // set if the last login has ended

 private:
  std::string refresh(const std::string& refused);
  Consent require() const;
  [[noreturn]] void end(const Consent& consent, const TokenFault& fault);
  [[noreturn]] void fail(Consent consent, TokenFault fault);
  KeptLogin login() const;
  std::string name() const;

  http::Client& client_;
  base::SecretStore& secrets_;
  const base::Clock& clock_;
  App app_;
  std::string user_;
  std::filesystem::path lock_file_;
};

}  // namespace segue::spotify
