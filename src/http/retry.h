// Decides whether to send a request again, and when. A pure function: the caller does the waiting.
#pragma once
#include <chrono>
#include <optional>

#include "base/time.h"
#include "http/client.h"

namespace segue::http {

struct RetryPolicy {
  int attempts = 4;                                 // requests in all, including the first
  std::chrono::milliseconds base{500};              // wait before the second request; doubles each time
  std::chrono::milliseconds ceiling{30'000};        // longest wait of our own choice
  std::chrono::milliseconds rate_base{30'000};      // replaces `base` after a 429 without Retry-After
  std::chrono::milliseconds longest_wait{120'000};  // a Retry-After beyond this ends the tries
  // False for a request that must not be carried out twice (one that creates something): then only a 429, which did
  // nothing, is sent again.
  bool repeatable = true;
  std::optional<base::Instant> now = {};  // by our clock, for retry_after
};

// Returns the wait before the next try, nullopt = give up. `attempt` is the number of the request just answered, from
// 1; `draw` is uniform in [0, 1). Transport errors, 500, 502, 503, 504 and 429 are tried again. A Retry-After is the
// least wait; half of a wait of our own is jitter.
std::optional<std::chrono::milliseconds> next_wait(const RetryPolicy& policy, int attempt,
                                                   const Expected<Response, TransportError>& answer, double draw);

// Returns the wait that Retry-After asks for, rounded up to whole seconds, at most a century. A date is measured from
// the answer's Date, or from `now` if it has none. Returns nullopt if the header is missing, unreadable or a negative
// number.
std::optional<std::chrono::milliseconds> retry_after(const Response& response, std::optional<base::Instant> now = {});

}  // namespace segue::http
