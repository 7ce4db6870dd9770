// What is kept of a login, and how it is written: one JSON text in the secret store.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"
#include "spotify/account.h"

namespace segue::spotify {

// A login that holds. `authorised_at` starts the six months of consent.h.
struct Consent {
  std::string client_id, scope, refresh_token, access_token;
  base::Instant authorised_at, expires_at;  // by the service's clock, by ours
  Account account = {};                     // not known: of a segue before 0.2, or GET /v1/me failed at login
  // By our clock: no refresh is asked for before (the accounts service's 429).
  std::optional<base::Instant> refresh_not_before = {};
};

// What is left of a login that Spotify ended: no secret, no token.
struct EndedLogin {
  std::string client_id;
  base::Instant authorised_at, at;
  std::string why;  // "Spotify no longer accepts it (invalid_grant: …)"
  Account account = {};
};

// One of both at most is there.
struct KeptLogin {
  std::optional<Consent> consent;
  std::optional<EndedLogin> ended;
};

std::string to_json(const Consent& consent);
std::string to_json(const EndedLogin& ended);
// Throws Error(login) for bytes that are neither.
KeptLogin login_in(const std::string& json);

// "`segue login`", "`segue login --user ann`": as a message names the cure.
std::string login_command(const std::string& user);

// "the login of me ended on 2026-11-30 because …: run `segue login`"
std::string said_of(const EndedLogin& ended, const std::string& user);

}  // namespace segue::spotify
