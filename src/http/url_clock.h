// A clock that a simulator keeps (SEGUE_CLOCK_URL): GET answers {"now_ms": …}, POST moves it.
#pragma once
#include <string>

#include "base/clock.h"
#include "http/client.h"

namespace segue::http {

class UrlClock final : public base::Clock {
 public:
  // `client` outlives the clock.
  UrlClock(Client& client, std::string url) : client_(client), url_(std::move(url)) {}
  // Asks at each call. Throws Error(upstream) when no time comes back.
  base::Instant now() const override;
  // Asks the simulator to move its clock there: POST <url>?until_ms=N, which answers as GET does and never goes back.
  // Throws Error(upstream) when it does not.
  void wait_until(base::Instant until) const override;

 private:
  base::Instant asked(const Request& request) const;
  Client& client_;
  std::string url_;
};

}  // namespace segue::http
