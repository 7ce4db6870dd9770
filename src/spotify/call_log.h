// What was asked of Spotify, and which families it has closed to us: the memory behind quota.h.
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "spotify/family.h"

namespace segue::spotify {

struct CallMade {
  base::Instant at;
  Family family = Family::other;
  int status = 0;  // 0: no answer came, or the process ended before it did; it counts all the same
};

// A family that Spotify refused. It stays until a call of the family succeeds: past `until` one call at a time probes.
struct Breaker {
  base::Instant opened, until;
  int refusals = 1;  // in a row
  std::string why;   // as Spotify names it
};

class CallLog {
 public:
  virtual ~CallLog() = default;

  // Runs `work` while nobody else changes the log: what it wrote is kept whole, or not at all when it throws. It may be
  // run again from its start. Not nested.
  virtual void together(const std::function<void()>& work) = 0;

  // Later than `after`, oldest first.
  virtual std::vector<CallMade> calls(base::Instant after) = 0;
  // Kept before it returns, so that a process that dies during the call has still counted it.
  virtual std::int64_t begin(base::Instant at, Family family) = 0;
  virtual void end(std::int64_t call, int status) = 0;
  // Forgets calls not later than `until` and calls later than `beyond` (made by a clock that was wrong).
  virtual void prune(base::Instant until, base::Instant beyond) = 0;

  virtual std::optional<Breaker> breaker(Family family) = 0;
  virtual void open(Family family, const Breaker& breaker) = 0;
  virtual void close(Family family) = 0;
};

// Forgets when the process ends. One thread.
class MemoryCalls final : public CallLog {
 public:
  void together(const std::function<void()>& work) override { work(); }
  std::vector<CallMade> calls(base::Instant after) override;
  std::int64_t begin(base::Instant at, Family family) override;
  void end(std::int64_t call, int status) override;
  void prune(base::Instant until, base::Instant beyond) override;
  std::optional<Breaker> breaker(Family family) override;
  void open(Family family, const Breaker& breaker) override { breakers_[family] = breaker; }
  void close(Family family) override { breakers_.erase(family); }

 private:
  std::int64_t last_ = 0;
  std::map<std::int64_t, CallMade> calls_;  // by the order of their beginning
  std::map<Family, Breaker> breakers_;
};

}  // namespace segue::spotify
