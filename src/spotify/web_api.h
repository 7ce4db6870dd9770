// Makes authorised calls of the Web API, each through the quota. It knows no paths: callers pass `/v1/…`.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "http/client.h"
#include "spotify/quota.h"
#include "spotify/token_keeper.h"

namespace segue::spotify {

struct Call {
  std::string method = "GET";
  std::string path;  // "/v1/me/playlists?limit=50"
  std::string json;  // the body; "" = none
  // Set for a call that is less urgent than its family's lane (a snapshot of playlists).
  std::optional<Lane> lane = {};
};

struct [[nodiscard]] Reply {
  int status = 0;                            // 0: no whole answer came, or no call was made (is_held)
  std::optional<base::Instant> server_date;  // nullopt also if it is more than a month from our clock
  std::string body;                          // as received
  std::string error;                         // why no answer came, or Spotify's message; never a secret
  std::optional<std::chrono::milliseconds> retry_after;
  // By our clock: no call of this family is made before. Set if the quota held this call back, and after a 429.
  std::optional<base::Instant> held_until;
  bool is_held() const { return status == 0 && held_until.has_value(); }
  bool is_good() const { return status >= 200 && status < 300; }
};

class WebApi {
 public:
  using Wait = std::function<void(std::chrono::milliseconds)>;
  // All references outlive the object. `wait` sleeps between tries, never longer than http::RetryPolicy allows.
  WebApi(http::Client& client, TokenKeeper& keeper, std::string base_url, Quota& quota, const base::Clock& clock,
         Wait wait);

  // Makes one exchange and returns its answer, whatever it is; makes none if the quota holds it back. After a 401 that
  // is not about scopes it refreshes the token and tries once more. Throws like TokenKeeper.
  Reply once(const Call& call);
  // Like `once`, but tries again after temporary faults (after 429; for GET and PUT also after 5xx and cut
  // connections). Does not wait if the call is held for more than two minutes.
  Reply patiently(const Call& call);
  // The same with the token of a login under way, which no keeper has yet; a 401 refreshes nothing. "" = the keeper's
  // token.
  Reply patiently_with(const std::string& token, const Call& call);
  // Returns the body of a good answer. Throws Error(login) for a refused token, else Error(upstream) with call, status
  // and the time until which it is held.
  std::string require(const Call& call);

 private:
  struct Try;
  Try attempt(const Call& call, const std::string& own_token);
  Try exchange(const Call& call, const std::string& token);
  std::optional<std::chrono::milliseconds> next_wait(int tries, const Call& call, const Try& last) const;

  http::Client& client_;
  TokenKeeper& keeper_;
  std::string base_url_;
  Quota& quota_;
  const base::Clock& clock_;
  Wait wait_;
};

// Throws the error for a reply that is not good: Error(login) if a new consent is the cure, else Error(upstream). The
// message names call, cause, cure and the time until which the call is held.
[[noreturn]] void refuse(const Call& call, const Reply& reply);

}  // namespace segue::spotify
