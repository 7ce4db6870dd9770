// How it works: caps count calls in a sliding window of 24 hours; the window is the call log itself. After a 429 a
// family has a breaker: nothing is called until its end, then one probe is let through, and only a success removes it.
// All of it happens in one transaction of the log, so that processes share the counts.
#include "spotify/quota.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"

namespace segue::spotify {
namespace {

using base::Instant;
using std::chrono::milliseconds;

constexpr std::chrono::hours kWindow{24};
// If the process of a probe dies, the next probe waits this long. Requests time out after 30 s.
constexpr std::chrono::minutes kProbe{1};
constexpr std::chrono::hours kLongest{24 * 7};

// Returns when fewer than `cap` calls will be in the window; nullopt if that is so now.
std::optional<Instant> room_at(const std::vector<Instant>& times, int cap) {
  const auto most = static_cast<std::size_t>(std::max(cap, 1));
  if (times.size() < most) return std::nullopt;
  return times[times.size() - most] + kWindow;
}

std::vector<Instant> times_of(const std::vector<CallMade>& calls, std::optional<Family> family) {
  std::vector<Instant> times;
  for (const CallMade& call : calls)
    if (!family || call.family == *family) times.push_back(call.at);
  return times;
}

bool has_own_cap(Lane lane) {
  return lane == Lane::library || lane == Lane::metadata;
}

// A breaker that seems to open in the future, because the clock was set back, would hold far too long; if it is a day
// off it counts as over.
bool holds(const Breaker& breaker, Instant now) {
  return now < breaker.until && breaker.opened - now < kWindow;
}

bool is_settled(int status) {
  return status >= 200 && status < 500 && status != 401;
}

}  // namespace

std::optional<int> Caps::of(Lane lane) const {
  switch (lane) {
    case Lane::capture:
      return std::nullopt;
    case Lane::playlist:
      return playlist;
    case Lane::library:
      return library;
    case Lane::metadata:
      break;
  }
  return metadata;
}

Caps caps_of(int daily) {
  return {daily * 2 / 3, daily * 2 / 3, daily * 3 / 4, daily * 5 / 6};
}

milliseconds leave_alone(const CallRefusal& refusal, int refusals, double draw) {
  if (refusal.retry_after) return std::clamp<milliseconds>(*refusal.retry_after, milliseconds{0}, kLongest);
  milliseconds full = refusal.quota_exceeded ? milliseconds{std::chrono::minutes{15}} : std::chrono::seconds{30};
  const milliseconds most = refusal.quota_exceeded ? std::chrono::hours{6} : std::chrono::hours{1};
  for (int i = 1; i < refusals && full < most; ++i) full *= 2;
  full = std::min(full, most);
  return milliseconds(static_cast<std::int64_t>(static_cast<double>(full.count()) * (0.5 + 0.5 * draw)));
}

std::optional<Held> held_by_caps(const std::vector<CallMade>& calls, Family family, Lane lane, const Caps& caps) {
  std::optional<Held> held;
  if (const auto cap = caps.of(lane))
    if (const auto at = room_at(times_of(calls, std::nullopt), *cap))
      held = Held{
          *at, fmt::format(
                   "{} calls went to Spotify in 24 hours, and the remaining ones are kept for calls that go before {}",
                   calls.size(), name_of(lane))};
  if (!has_own_cap(lane)) return held;
  const auto own = times_of(calls, family);
  if (const auto at = room_at(own, caps.family); at && (!held || held->until < *at))
    held = Held{*at, fmt::format("{} calls of {} went to Spotify in 24 hours, and segue makes {} at most", own.size(),
                                 name_of(family), caps.family)};
  return held;
}

std::optional<Held> Quota::verdict(Family family, Lane lane, Instant now) const {
  const auto breaker = log_.breaker(family);
  if (breaker && holds(*breaker, now))
    return Held{breaker->until,
                fmt::format("Spotify takes no more calls of {} for now ({})", name_of(family), breaker->why)};
  if (lane == Lane::capture) return std::nullopt;
  return held_by_caps(log_.calls(now - kWindow), family, lane, caps_);
}

std::optional<Held> Quota::held(Family family, Lane lane) const {
  return verdict(family, lane, clock_.now());
}

Expected<Ticket, Held> Quota::admit(Family family, Lane lane) {
  const Instant now = clock_.now();
  std::optional<Held> held;
  Ticket ticket;
  log_.together([&] {
    // Calls more than a day in the future come from a wrong clock and would block the quota for long.
    log_.prune(now - kWindow, now + kWindow);
    held = verdict(family, lane, now);
    if (held) return;
    auto breaker = log_.breaker(family);
    ticket = {log_.begin(now, family), family, now, breaker.has_value()};
    if (!breaker) return;
    breaker->until = now + kProbe;  // other calls wait for the result of this one
    log_.open(family, *breaker);
  });
  if (held) return unexpected(*held);
  return ticket;
}

std::optional<Instant> Quota::answered(const Ticket& ticket, int status, const CallRefusal& refusal, double draw) {
  const Instant now = clock_.now();
  std::optional<Instant> until;
  log_.together([&] {
    until.reset();
    log_.end(ticket.call, status);
    auto breaker = log_.breaker(ticket.family);
    if (status == 429) {
      const int refusals = breaker ? breaker->refusals + 1 : 1;
      Instant end = now + leave_alone(refusal, refusals, draw);
      // This call began before the breaker opened, so its refusal must not shorten the breaker.
      if (breaker && !ticket.is_probe && holds(*breaker, now)) end = std::max(end, breaker->until);
      log_.open(ticket.family, {now, end, refusals, refusal.quota_exceeded ? "QUOTA_EXCEEDED" : "too many requests"});
      until = end;
    } else if (breaker && is_settled(status) && (ticket.is_probe || ticket.began > breaker->opened)) {
      log_.close(ticket.family);
    } else if (breaker && ticket.is_probe) {
      breaker->until = now;  // the probe was inconclusive: the next call probes
      log_.open(ticket.family, *breaker);
    }
  });
  return until;
}

std::vector<FamilyUse> Quota::uses() const {
  const Instant now = clock_.now();
  const auto calls = log_.calls(now - kWindow);
  std::vector<FamilyUse> uses;
  for (const Family family : kFamilies) {
    const Lane lane = lane_of(family);
    FamilyUse use{family, static_cast<int>(times_of(calls, family).size()), caps_.of(lane), {}};
    if (has_own_cap(lane)) use.cap = std::min(*use.cap, caps_.family);
    if (const auto held = verdict(family, lane, now)) use.held_until = held->until;
    if (use.calls_24h > 0 || use.held_until) uses.push_back(use);
  }
  return uses;
}

std::string to_json(const std::vector<FamilyUse>& uses) {
  base::JsonArray lines;
  for (const FamilyUse& use : uses) {
    base::JsonObject line;
    line.text("family", name_of(use.family)).number("calls_24h", use.calls_24h);
    use.cap ? line.number("cap", *use.cap) : line.null("cap");
    use.held_until ? line.text("held_until", base::to_iso8601(*use.held_until)) : line.null("held_until");
    lines.raw(line.str());
  }
  return lines.str();
}

}  // namespace segue::spotify
