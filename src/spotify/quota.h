// Decides by the log of calls, with our clock, whether a call may be made. Spotify publishes no limits; others measured
// about 600 calls in any 24 hours, per developer account.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "spotify/call_log.h"
#include "spotify/family.h"

namespace segue::spotify {

// Soft caps on the calls in any 24 hours. A lane stops when the calls of all families together reach its cap, which
// leaves room for the lanes before it; capture has no cap. Each family of the two lowest lanes also has a cap of its
// own.
struct Caps {
  int family = 400;
  int metadata = 400, library = 450, playlist = 500;
  std::optional<int> of(Lane lane) const;
};
// Returns caps for a day of `daily` calls: 2/3 for a family and for metadata, 3/4 for library, 5/6 for playlist.
Caps caps_of(int daily);

// Why a call may not be made, and when it may. `until` follows our own caps and Spotify's Retry-After; calls of other
// programs of the same developer account are not known here.
struct Held {
  base::Instant until;
  std::string why;
};

struct CallRefusal {
  std::optional<std::chrono::milliseconds> retry_after;
  bool quota_exceeded = false;
};
// Returns how long to make no call of a family after its n-th refusal in a row (n from 1): Retry-After, at most a week;
// without one 30 s doubling to an hour (15 min to 6 h if the quota is exceeded), half of it random by `draw` in [0, 1).
std::chrono::milliseconds leave_alone(const CallRefusal& refusal, int refusals, double draw);

// Returns nullopt if the call may be made. `calls` are those of the last 24 hours, oldest first.
std::optional<Held> held_by_caps(const std::vector<CallMade>& calls, Family family, Lane lane, const Caps& caps);

// A call that was admitted.
struct Ticket {
  std::int64_t call = 0;
  Family family = Family::other;
  base::Instant began;
  bool is_probe = false;
};

struct FamilyUse {
  Family family = Family::other;
  int calls_24h = 0;
  std::optional<int> cap;  // nullopt: no cap
  std::optional<base::Instant> held_until;
};

class Quota {
 public:
  // `log` and `clock` outlive the object.
  Quota(CallLog& log, const base::Clock& clock, Caps caps) : log_(log), clock_(clock), caps_(caps) {}

  // Returns why a call would not be admitted now, nullopt if it would. Changes nothing.
  std::optional<Held> held(Family family, Lane lane) const;
  // Counts a call before it is made, across all processes that share the log. After a breaker's end it admits one call
  // as a probe.
  Expected<Ticket, Held> admit(Family family, Lane lane);
  // Records the answer; status 0 = none came. A 429 opens the family's breaker; its end is returned. Any other status
  // from 200 to 499 except 401 closes the breaker if the call began after it had opened.
  std::optional<base::Instant> answered(const Ticket& ticket, int status, const CallRefusal& refusal, double draw);

  // Returns one entry for each family that was called in the last 24 hours or is held, in the order of kFamilies.
  std::vector<FamilyUse> uses() const;

 private:
  std::optional<Held> verdict(Family family, Lane lane, base::Instant now) const;
  CallLog& log_;
  const base::Clock& clock_;
  Caps caps_;
};

// [{"family":"tracks","calls_24h":12,"cap":400|null,"held_until":"…"|null},…]
std::string to_json(const std::vector<FamilyUse>& uses);

}  // namespace segue::spotify
