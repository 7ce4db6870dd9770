// Where time comes from: passed in, never read from the side.
#pragma once
#include "base/time.h"

namespace segue::base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override { return std::chrono::floor<Millis>(std::chrono::system_clock::now()); }
};

// A clock that stands until it is moved; for tests and replays.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void advance(Millis by) { now_ += by; }

 private:
  Instant now_;
};

}  // namespace segue::base
