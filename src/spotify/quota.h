// How many calls of a day go to what: rules over a log of calls, by our clock. Spotify publishes no numbers; others met
// a wall at about 600 calls in any 24 hours, counted per developer account.
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

// Soft caps on the calls of any 24 hours. A lane stops when the calls of all families together reach its cap, so that
// what goes before it finds room; capture is held by none. Families of the two lower lanes have a cap of their own,
// too.
struct Caps {
  int family = 400;
  int metadata = 400, library = 450, playlist = 500;
  std::optional<int> of(Lane lane) const;
};
// Shares of what a day is taken to hold: 2/3 for a family and for metadata, 3/4 library, 5/6 playlist.
Caps caps_of(int daily);

// Why a call is not made, and from when on it may be. `until` is a promise about our own caps and about Spotify's
// Retry-After; what other programs of the same developer account spend is not known here.
struct Held {
  base::Instant until;
  std::string why;
};

struct Refusal {
  std::optional<std::chrono::milliseconds> retry_after;
  bool quota_exceeded = false;
};
// How long a family is left alone after its n-th refusal in a row (n from 1): as told, at most a week; where nothing is
// told 30 s doubling to an hour (15 min to 6 h where a quota is spent), half of it by `draw` in [0, 1).
std::chrono::milliseconds leave_alone(const Refusal& refusal, int refusals, double draw);

// Nothing: the call may be made. `calls`: of the last 24 hours, oldest first.
std::optional<Held> held_by_caps(const std::vector<CallMade>& calls, Family family, Lane lane, const Caps& caps);

// A call that was let through.
struct Ticket {
  std::int64_t call = 0;
  Family family = Family::other;
  base::Instant began;
  bool is_probe = false;
};

struct FamilyUse {
  Family family = Family::other;
  int calls_24h = 0;
  std::optional<int> cap;  // nothing: never held by a cap
  std::optional<base::Instant> held_until;
};

class Quota {
 public:
  // Both outlive the object.
  Quota(CallLog& log, const base::Clock& clock, Caps caps) : log_(log), clock_(clock), caps_(caps) {}

  // Whether a call would be let through now; changes nothing.
  std::optional<Held> held(Family family, Lane lane) const;
  // Counts a call before it is made, over all processes that share the log; past a breaker's end one call probes.
  Expected<Ticket, Held> admit(Family family, Lane lane);
  // What came of it; status 0 = no answer. A 429 opens the family's breaker: until when it holds. Any other answer
  // below 500 but 401 closes it, if the call began after it had opened.
  std::optional<base::Instant> answered(const Ticket& ticket, int status, const Refusal& refusal, double draw);

  // One line a family that was called in the last 24 hours or is held, in the order of kFamilies.
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
