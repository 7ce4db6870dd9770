// What segue stores of a login: one JSON text in the secret store.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"
#include "spotify/account.h"

namespace segue::spotify {

// A valid login. `authorised_at` starts the six months of consent.h.
struct Consent {
  std::string client_id, scope, refresh_token, access_token;
  base::Instant authorised_at, expires_at;  // authorised_at by the service's clock, expires_at by ours
  Account account = {};                     // not known if a segue before 0.2 made the login, or GET /v1/me failed
  // By our clock: no refresh is sent before this time, because the accounts service answered 429.
  std::optional<base::Instant> refresh_not_before = {};
};

// The record of a login that Spotify ended. It has no secret and no token.
struct EndedLogin {
  std::string client_id;
  base::Instant authorised_at, at;
  std::string why;  // "Spotify no longer accepts it (invalid_grant: …)"
  Account account = {};
};

// At most one of the two is set.
struct KeptLogin {
  std::optional<Consent> consent;
  std::optional<EndedLogin> ended;
};

std::string to_json(const Consent& consent);
std::string to_json(const EndedLogin& ended);
// Throws Error(login) for any other text.
KeptLogin login_in(const std::string& json);

// Returns the command for messages: "`segue login`", "`segue login --user ann`".
std::string login_command(const std::string& user);

// Returns "the login of me ended on 2026-11-30 because …: run `segue login`".
std::string said_of(const EndedLogin& ended, const std::string& user);

}  // namespace segue::spotify
