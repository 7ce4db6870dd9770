// The quota of a developer account: one pool of calls for all paths and listeners.
#pragma once
#include <cstddef>
#include <deque>
#include <optional>

#include "base/time.h"

namespace segue::simulator {

class QuotaPool {
 public:
  // Allows at most `most` calls in any 24 hours; 0 = no limit.
  explicit QuotaPool(std::size_t most) : most_(most) {}

  // Returns when the next call is allowed; nullopt if it is allowed now.
  std::optional<base::Instant> spent_until(base::Instant now) {
    while (!calls_.empty() && calls_.front() + window <= now) calls_.pop_front();
    if (most_ == 0 || calls_.size() < most_) return std::nullopt;
    return calls_.front() + window;
  }
  void spend(base::Instant now) {
    if (most_ > 0) calls_.push_back(now);
  }

 private:
  static constexpr auto window = std::chrono::hours(24);
  std::size_t most_;
  std::deque<base::Instant> calls_;
};

}  // namespace segue::simulator
