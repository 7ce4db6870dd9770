// One listener's plays are one Spotify account's: what holds logins to it.
#pragma once
#include <string>
#include <vector>

#include "base/secrets.h"
#include "spotify/token_keeper.h"
#include "spotify/web_api.h"

namespace segue::spotify {

// A login that this home, or the function's parameter, knows.
struct KnownLogin {
  std::string user, client_id;
  Account account;  // may be unknown
  base::Instant authorised_at;
  bool is_live = false;  // else Spotify has ended it
};

// A login as it came from Spotify, or as an older segue kept it.
struct LoginClaim {
  std::string user;
  Account account;
  bool may_switch = false;  // the person has said that the listener's account is another from now on
};

// The account that the listener's newest login of a known account has; an unknown one where there is none.
Account account_of(const std::vector<KnownLogin>& known, const std::string& user);

// Throws Error(login), saying what to do, where the account is another than the listener's before (unless it may
// switch), or where another listener is logged in with it.
void hold_to_account(const std::vector<KnownLogin>& known, const LoginClaim& claim);

// Those of the home's secrets that open with its key.
std::vector<KnownLogin> known_logins(const base::SealedFiles& secrets);

// Where a listener's consent is kept, and by whose calls it is asked about.
struct LoginPlace {
  std::string user;
  TokenKeeper& keeper;
  WebApi& api;
  const base::SealedFiles& home;  // the secrets of this home
};

// Asks whose account the login is and keeps both, or throws and leaves what was kept before as it was. Where Spotify
// does not say whose it is, a listener without a known account keeps the login all the same, and Error says both.
void keep_login(const LoginPlace& place, const TokenAnswer& answer, bool may_switch);

// Before a kept consent is used: asks once whose account it is, where that is not known (a consent of segue 0.1), and
// keeps the answer. Throws as hold_to_account; where Spotify does not say, the next use asks.
void ask_once_whose(const LoginPlace& place);

}  // namespace segue::spotify
