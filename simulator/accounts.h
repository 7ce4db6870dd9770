// The accounts service: consents, codes and tokens, by the simulator's clock.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/server.h"
#include "simulator/random.h"

namespace segue::simulator {

struct AccountOptions {
  std::uint64_t seed = 1;
  std::string client_id = "demo-client";
  std::string client_secret;  // "" = the client has none: PKCE only
  std::string redirect_uri;   // the registered one, with any port; "" = any loopback literal with a path
  bool rotate_refresh_tokens = false;
};

using Scopes = std::set<std::string, std::less<>>;

enum class TokenState { unknown, expired, valid };
struct TokenLook {
  TokenState state = TokenState::unknown;
  Scopes scopes;
  std::size_t listener = 0;  // whose token it is
};

class Accounts {
 public:
  Accounts(AccountOptions options, const base::Clock& clock);

  // GET /authorize: the listener at the browser consents at once. Returns 302, or 400 as text if a redirect is not
  // allowed.
  http::Response authorize(const http::ServerRequest& request);
  // POST /api/token. Errors are flat JSON, as in RFC 6749. `rotate`: whether a refresh returns a new refresh token and
  // ends the old one; by default the options decide.
  http::Response token(const http::ServerRequest& request, std::optional<bool> rotate = std::nullopt);
  TokenLook look(std::string_view access_token) const;

  // Puts a listener at the browser; the next consents are theirs.
  void sign_in(std::size_t listener) { signed_in_ = listener; }
  // Refuses the next consent.
  void deny_next() { deny_next_ = true; }
  // The next consent grants at most these scopes.
  void grant_next(std::string scopes) { granted_next_ = std::move(scopes); }
  // Ends every refresh token, as when the user disconnects the app.
  void revoke_all() { refreshes_.clear(); }

 private:
  struct Code {
    std::string redirect_uri, challenge;  // challenge "" = secret flow
    Scopes scopes;
    base::Instant issued;
    std::size_t listener = 0;
  };
  struct Refresh {
    Scopes scopes;
    base::Instant dies;
    bool pkce = false;
    std::size_t listener = 0;
  };
  struct Access {
    Scopes scopes;
    base::Instant expires;
    std::size_t listener = 0;
  };
  using Fields = std::map<std::string, std::string>;

  bool redirect_allowed(std::string_view uri) const;
  std::string issue_code(const Fields& query, Scopes scopes);
  http::Response exchange_code(const Fields& fields, bool secret_shown);
  http::Response refresh(const Fields& fields, bool secret_shown, bool rotate);
  http::Response grant(const Refresh& consent, std::optional<std::string> refresh_token);
  std::string fresh(std::string_view prefix, std::size_t length);

  AccountOptions options_;
  const base::Clock& clock_;
  Rng rng_;
  bool deny_next_ = false;
  std::optional<std::string> granted_next_;
  std::size_t signed_in_ = 0;
  std::map<std::string, Code, std::less<>> codes_;
  std::map<std::string, Refresh, std::less<>> refreshes_;
  std::map<std::string, Access, std::less<>> accesses_;
};

}  // namespace segue::simulator
