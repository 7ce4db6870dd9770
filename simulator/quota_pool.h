// The quota of a developer account: one pool for all paths and listeners.
#pragma once
#include <cstddef>
#include <deque>
#include <optional>

#include "base/time.h"

namespace segue::simulator {

class QuotaPool {
 public:
  // At most `most` calls in any 24 hours; 0 = no end of them.
  explicit QuotaPool(std::size_t most) : most_(most) {}

  // Until when nothing is left of it; nothing when a call may come.
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
