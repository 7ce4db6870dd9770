// The clock of a simulator (SEGUE_CLOCK_URL): GET returns {"now_ms": …}, POST moves it.
#pragma once
#include <string>

#include "base/clock.h"
#include "http/client.h"

namespace segue::http {

class UrlClock final : public base::Clock {
 public:
  // `client` outlives the clock.
  UrlClock(Client& client, std::string url) : client_(client), url_(std::move(url)) {}
  // Asks the simulator at each call. Throws Error(upstream) if it returns no time.
  base::Instant now() const override;
  // Sends POST <url>?until_ms=N, which moves the clock forward, never back, and answers like GET. Throws
  // Error(upstream) if that fails.
  void wait_until(base::Instant until) const override;

 private:
  base::Instant asked(const Request& request) const;
  Client& client_;
  std::string url_;
};

}  // namespace segue::http
