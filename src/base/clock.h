// The source of time. Code gets a Clock passed in and never asks the system for the time itself.
#pragma once
#include <algorithm>
#include <thread>

#include "base/time.h"

namespace segue::base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  // Returns once now() is `until` or later. A clock that does not advance by itself must override this.
  virtual void wait_until(Instant until) const {
    for (Instant at = now(); at < until; at = now()) std::this_thread::sleep_for(until - at);
  }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
};

// A clock that moves only by advance() and wait_until(); for tests and replays.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void wait_until(Instant until) const override { now_ = std::max(now_, until); }
  void advance(Millis by) { now_ += by; }

 private:
  mutable Instant now_;  // mutable: wait_until() is const and moves it
};

}  // namespace segue::base
