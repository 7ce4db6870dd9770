// The calls made to Spotify, and the families that it refuses for now. quota.h decides by this log.
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
  int status = 0;  // 0: no answer came, or the process ended before; the call counts all the same
};

// The record that Spotify refused a family of calls. It stays until a call of the family succeeds; after `until` one
// call at a time probes.
struct Breaker {
  base::Instant opened, until;
  int refusals = 1;  // in a row
  std::string why;   // Spotify's reason
};

class CallLog {
 public:
  virtual ~CallLog() = default;

  // Runs `work` while nobody else changes the log. All its changes are kept, or none if it throws. `work` may be run
  // again from its start. Calls must not be nested.
  virtual void together(const std::function<void()>& work) = 0;

  // Returns the calls later than `after`, oldest first.
  virtual std::vector<CallMade> calls(base::Instant after) = 0;
  // Records a call that is about to be made and returns its number. The record is durable first, so that a call counts
  // even if the process dies during it.
  virtual std::int64_t begin(base::Instant at, Family family) = 0;
  virtual void end(std::int64_t call, int status) = 0;
  // Forgets calls until `until`, and calls later than `beyond`, which a wrong clock made.
  virtual void prune(base::Instant until, base::Instant beyond) = 0;

  virtual std::optional<Breaker> breaker(Family family) = 0;
  virtual void open(Family family, const Breaker& breaker) = 0;
  virtual void close(Family family) = 0;
};

// A log in memory, for one thread.
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
  std::map<std::int64_t, CallMade> calls_;  // by number, which is their order
  std::map<Family, Breaker> breakers_;
};

}  // namespace segue::spotify
