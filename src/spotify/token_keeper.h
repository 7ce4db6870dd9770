// One user's consent: kept sealed, refreshed under a lock.
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
  // All references outlive the keeper. `lock_file`: of this user and client; one refresh at a time, over
  // all processes.
  TokenKeeper(http::Client& client, base::SecretStore& secrets, const base::Clock& clock, App app, std::string user,
              std::filesystem::path lock_file);

  // A new consent takes the place of the old one. Its six months begin by the service's clock, where it says.
  void keep_new(const TokenAnswer& answer, const Account& account = {});
  // Whose account the kept consent is; nothing where there is none any more.
  void keep_account(const Account& account);
  // A token that holds for another minute at least. Throws Error(login) when there is no consent or it has ended (when
  // and why is kept, and said from then on), Error(upstream) when the accounts service cannot be reached or fails, or
  // has said when to come back.
  std::string access_token();
  // The service refused `refused`: refresh, unless somebody else has done so meanwhile.
  std::string access_token_after(const std::string& refused);
  std::optional<Consent> consent() const;
  std::optional<EndedLogin> ended() const;  // where the last login has ended

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
