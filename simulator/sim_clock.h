// The simulator's clock: it moves only when it is advanced, or runs with the wall clock (`--realtime`).
#pragma once
#include <chrono>

#include "base/clock.h"

namespace segue::simulator {

class SimClock final : public base::Clock {
 public:
  SimClock(base::Instant start, bool realtime)
      : at_(start), realtime_(realtime), began_(std::chrono::steady_clock::now()) {}

  base::Instant now() const override {
    if (!realtime_) return at_;
    return at_ + std::chrono::floor<base::Millis>(std::chrono::steady_clock::now() - began_);
  }
  void advance(base::Millis by) { at_ += by; }

  // How wrong a client's clock is that reads the time from the simulator. The simulator itself uses now().
  base::Millis skew{0};

 private:
  base::Instant at_;
  bool realtime_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace segue::simulator
