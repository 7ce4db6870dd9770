// One user's consent: kept sealed, refreshed under a lock.
#pragma once
#include <filesystem>
#include <string>

#include "base/clock.h"
#include "base/secrets.h"
#include "http/client.h"
#include "spotify/oauth.h"

namespace segue::spotify {

// What is kept. `authorised_at` starts the six months of consent.h.
struct Consent {
  std::string client_id, scope, refresh_token, access_token;
  base::Instant authorised_at, expires_at;
};

class TokenKeeper {
 public:
  // All references outlive the keeper. `lock_file`: of this user and client; one refresh at a time, over
  // all processes.
  TokenKeeper(http::Client& client, base::SecretStore& secrets, const base::Clock& clock, App app, std::string user,
              std::filesystem::path lock_file);

  // A new consent takes the place of the old one.
  void keep_new(const TokenAnswer& answer);
  // A token that holds for another minute at least. Throws Error(login) when there is no consent or it has ended,
  // Error(upstream) when the accounts service cannot be reached or fails.
  std::string access_token();
  // The service refused `refused`: refresh, unless somebody else has done so meanwhile.
  std::string access_token_after(const std::string& refused);
  std::optional<Consent> consent() const;

 private:
  std::string refresh(const std::string& refused);
  void keep(const Consent& consent);
  std::string name() const;

  http::Client& client_;
  base::SecretStore& secrets_;
  const base::Clock& clock_;
  App app_;
  std::string user_;
  std::filesystem::path lock_file_;
};

}  // namespace segue::spotify
