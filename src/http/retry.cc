#include "http/retry.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "base/time.h"

namespace segue::http {
namespace {

using std::chrono::milliseconds;

bool passing(int status) {
  return status == 500 || status == 502 || status == 503 || status == 504;
}

milliseconds scaled(milliseconds span, double factor) {
  return milliseconds(static_cast<std::int64_t>(static_cast<double>(span.count()) * factor));
}

// base, 2·base, 4·base, … up to `ceiling`; the second half of it by the draw.
milliseconds backoff(milliseconds base, milliseconds ceiling, int attempt, double draw) {
  auto full = base;
  for (int i = 1; i < attempt && full < ceiling; ++i) full *= 2;
  full = std::min(full, ceiling);
  return scaled(full, 0.5 + 0.5 * draw);
}

}  // namespace

std::optional<milliseconds> retry_after(const Response& response) {
  auto text = response.header("retry-after");
  if (!text) return std::nullopt;
  std::int64_t seconds = 0;
  const char* end = text->data() + text->size();
  auto [stop, error] = std::from_chars(text->data(), end, seconds);
  if (error == std::errc() && stop == end && seconds >= 0) {
    constexpr std::int64_t century = 3'155'760'000;  // keeps the product below from overflowing
    return milliseconds(std::min(seconds, century) * 1000);
  }
  auto until = base::parse_http_date(*text);
  auto date = base::parse_http_date(response.header("date").value_or(""));
  if (!until || !date) return std::nullopt;
  return std::max(*until - *date, milliseconds(0));
}

std::optional<milliseconds> next_wait(const RetryPolicy& policy, int attempt,
                                      const Expected<Response, TransportError>& answer, double draw) {
  if (attempt >= policy.attempts) return std::nullopt;
  if (!answer) {
    if (!policy.repeatable) return std::nullopt;
    return backoff(policy.base, policy.ceiling, attempt, draw);
  }
  bool limited = answer->status == 429;
  if (!limited && (!policy.repeatable || !passing(answer->status))) return std::nullopt;
  if (auto asked = retry_after(*answer)) {
    if (*asked > policy.longest_wait) return std::nullopt;
    return *asked + scaled(policy.base, draw);
  }
  if (limited) return backoff(policy.rate_base, policy.longest_wait, attempt, draw);
  return backoff(policy.base, policy.ceiling, attempt, draw);
}

}  // namespace segue::http
