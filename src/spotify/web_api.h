// Authorised calls of the Web API. Knows no path: callers name `/v1/…` themselves.
#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include "base/time.h"
#include "http/client.h"
#include "spotify/token_keeper.h"

namespace segue::spotify {

struct Call {
  std::string method = "GET";
  std::string path;  // "/v1/me/playlists?limit=50"
  std::string json;  // the body; "" = none
};

struct Reply {
  int status = 0;  // 0: no whole answer came
  std::optional<base::Instant> server_date;
  std::string body;   // as received
  std::string error;  // why no answer came, or what Spotify says of a refusal; never a secret
  std::optional<std::chrono::milliseconds> retry_after;
  bool is_good() const { return status >= 200 && status < 300; }
};

class WebApi {
 public:
  using Wait = std::function<void(std::chrono::milliseconds)>;
  // References outlive the object. `wait` sleeps between tries; never longer than http::RetryPolicy allows.
  WebApi(http::Client& client, TokenKeeper& keeper, std::string base_url, Wait wait);

  // One exchange, whatever comes of it; a 401 refreshes the token once and asks once more. Throws as TokenKeeper does.
  Reply once(const Call& call);
  // As `once`, and asks again after passing faults (GET, PUT: also 5xx and cut connections; POST: 429 alone).
  Reply patiently(const Call& call);
  // The body of a good answer. Throws Error(login) for a refused token, Error(upstream) naming call, status and until
  // when.
  std::string require(const Call& call);

 private:
  http::Client& client_;
  TokenKeeper& keeper_;
  std::string base_url_;
  Wait wait_;
};

// What a reply that is not good ends a step with.
[[noreturn]] void refuse(const Call& call, const Reply& reply);

}  // namespace segue::spotify
