#include "http/retry.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string_view>

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

// Exponential backoff with jitter: base, 2·base, 4·base, … up to `ceiling`. Half of it is fixed and half is random, so
// that clients that failed together do not come back together.
milliseconds backoff(milliseconds base, milliseconds ceiling, int attempt, double draw) {
  auto full = base;
  for (int i = 1; i < attempt && full < ceiling; ++i) full *= 2;
  full = std::min(full, ceiling);
  return scaled(full, 0.5 + 0.5 * draw);
}

// Reads whole or decimal seconds, rounded up, at most a century. Returns nullopt for any other text.
std::optional<milliseconds> seconds_in(std::string_view text) {
  constexpr std::int64_t kCentury = 3'155'760'000;  // keeps the products below from overflowing
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  const std::string_view part = whole.size() == text.size() ? "" : text.substr(whole.size() + 1);
  const auto is_digits = [](std::string_view some) { return some.find_first_not_of("0123456789") == some.npos; };
  if (whole.empty() || !is_digits(whole) || !is_digits(part)) return std::nullopt;
  std::int64_t seconds = 0;
  const auto read = std::from_chars(whole.data(), whole.data() + whole.size(), seconds);
  if (read.ec == std::errc::result_out_of_range || seconds >= kCentury) return milliseconds(kCentury * 1000);
  if (part.find_first_not_of('0') != part.npos) ++seconds;
  return milliseconds(seconds * 1000);
}

}  // namespace

std::optional<milliseconds> retry_after(const Response& response, std::optional<base::Instant> now) {
  const auto text = response.header("retry-after");
  if (!text) return std::nullopt;
  if (const auto seconds = seconds_in(*text)) return seconds;
  const auto until = base::parse_http_date(*text);
  // Both dates are the server's then, so a wrong clock of this machine does not matter.
  if (const auto date = base::parse_http_date(response.header("date").value_or(""))) now = date;
  if (!until || !now) return std::nullopt;
  return std::max(std::chrono::ceil<std::chrono::seconds>(*until - *now), std::chrono::seconds(0));
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
  if (auto asked = retry_after(*answer, policy.now)) {
    // The server asks for a longer wait than the policy allows: there is no further try.
    if (*asked > policy.longest_wait) return std::nullopt;
    // Never earlier than asked, and not at the same moment as others.
    return *asked + scaled(policy.base, draw);
  }
  if (limited) return backoff(policy.rate_base, policy.longest_wait, attempt, draw);
  return backoff(policy.base, policy.ceiling, attempt, draw);
}

}  // namespace segue::http
