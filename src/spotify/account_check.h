// Checks that a login is of the listener's own Spotify account, so that a history never mixes two people's plays.
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

// Returns the account of the listener's newest login whose account is known; an unknown account if there is none.
Account account_of(const std::vector<KnownLogin>& known, const std::string& user);

// Throws Error(login), with the cure, if the claim's account is not the one that the listener had before (unless it may
// switch), or if another listener is logged in with it.
void hold_to_account(const std::vector<KnownLogin>& known, const LoginClaim& claim);

// Returns the logins in the home's secrets; skips secrets that another key sealed.
std::vector<KnownLogin> known_logins(const base::SealedFiles& secrets);

// The place of a listener's consent, and the API that is asked whose account it is.
struct LoginPlace {
  std::string user;
  TokenKeeper& keeper;
  WebApi& api;
  const base::SealedFiles& home;  // the secrets of this home
};

// Asks whose account the login is and keeps login and account, or throws and leaves the earlier login as it was. If
// Spotify does not answer whose account it is, the login of a listener without a known account is kept all the same,
// and the Error says both.
void keep_login(const LoginPlace& place, const TokenAnswer& answer, bool may_switch);

// Call it before a kept consent is used. If the consent's account is not known (as after segue 0.1), asks Spotify once
// and keeps the answer; if Spotify does not answer, the next use asks again. Throws as hold_to_account() does.
void ask_once_whose(const LoginPlace& place);

}  // namespace segue::spotify
