// Authorised calls of the Web API, each through the quota. Knows no path: callers name `/v1/…` themselves.
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
  // For a call that can wait longer than its family's lane says (a snapshot of playlists that nobody waits for).
  std::optional<Lane> lane = {};
};

struct Reply {
  int status = 0;                            // 0: no whole answer came, or nothing was asked (is_held)
  std::optional<base::Instant> server_date;  // not that of an answer dated months from our clock
  std::string body;                          // as received
  std::string error;                         // why no answer came, or what Spotify says of a refusal; never a secret
  std::optional<std::chrono::milliseconds> retry_after;
  // By our clock: no call of this family is made before. Set where quota held this one back, and after a 429.
  std::optional<base::Instant> held_until;
  bool is_held() const { return status == 0 && held_until.has_value(); }
  bool is_good() const { return status >= 200 && status < 300; }
};

class WebApi {
 public:
  using Wait = std::function<void(std::chrono::milliseconds)>;
  // References outlive the object. `wait` sleeps between tries; never longer than http::RetryPolicy allows.
  WebApi(http::Client& client, TokenKeeper& keeper, std::string base_url, Quota& quota, const base::Clock& clock,
         Wait wait);

  // One exchange, whatever comes of it, or none where quota holds it back; a 401 refreshes the token once and asks once
  // more, unless it speaks of scopes. Throws as TokenKeeper does.
  Reply once(const Call& call);
  // As `once`, and asks again after passing faults (GET, PUT: also 5xx and cut connections; POST: 429 alone). What is
  // held for more than two minutes is not waited for.
  Reply patiently(const Call& call);
  // The same by a token that no keeper holds yet (a login under way): a 401 refreshes nothing. "" = the keeper's.
  Reply patiently_with(const std::string& token, const Call& call);
  // The body of a good answer. Throws Error(login) for a refused token, Error(upstream) naming call, status and until
  // when.
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

// What a reply that is not good ends a step with: Error(login) where a new consent is the cure, else Error(upstream);
// the message names call, cause, cure and until when.
[[noreturn]] void refuse(const Call& call, const Reply& reply);

}  // namespace segue::spotify
