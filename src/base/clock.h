// Where time comes from: passed in, never read from the side.
#pragma once
#include <algorithm>
#include <thread>

#include "base/time.h"

namespace segue::base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  // Comes back once now() is `until` or later. A clock that does not run by itself must say how it gets there.
  virtual void wait_until(Instant until) const {
    for (Instant at = now(); at < until; at = now()) std::this_thread::sleep_for(until - at);
  }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
};

// A clock that stands until it is moved or waited on; for tests and replays.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void wait_until(Instant until) const override { now_ = std::max(now_, until); }
  void advance(Millis by) { now_ += by; }

 private:
  mutable Instant now_;  // waiting moves it
};

}  // namespace segue::base
