// Whether to ask again, and when. Pure: the caller waits, or does not.
#pragma once
#include <chrono>
#include <optional>

#include "base/time.h"
#include "http/client.h"

namespace segue::http {

struct RetryPolicy {
  int attempts = 4;                                 // requests in all, the first one included
  std::chrono::milliseconds base{500};              // before the second; doubles with each
  std::chrono::milliseconds ceiling{30'000};        // of a wait that we chose
  std::chrono::milliseconds rate_base{30'000};      // in place of base after a 429 that names no time
  std::chrono::milliseconds longest_wait{120'000};  // whoever asks for more is not waited for
  // False for a request that must not be carried out twice (creating): only a 429, which did nothing, is asked again.
  bool repeatable = true;
  std::optional<base::Instant> now = {};  // by our clock, for retry_after
};

// `attempt` counts from 1: the request just answered. `draw` is uniform in [0, 1). Nothing = give up.
// Asked again: transport errors, 500, 502, 503, 504 and 429. A Retry-After is the least wait; half of a wait of our own
// is jitter.
std::optional<std::chrono::milliseconds> next_wait(const RetryPolicy& policy, int attempt,
                                                   const Expected<Response, TransportError>& answer, double draw);

// The wait that an answer asks for, rounded up to whole seconds, a century at most: seconds, or a date, judged by the
// Date of the answer, by `now` where it has none. Nothing when it asks for none or not legibly: a negative wait is as
// good as none said.
std::optional<std::chrono::milliseconds> retry_after(const Response& response, std::optional<base::Instant> now = {});

}  // namespace segue::http
