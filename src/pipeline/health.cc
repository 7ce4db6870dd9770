#include "pipeline/health.h"

#include <fmt/core.h>

#include <algorithm>

namespace segue::pipeline {
namespace {

std::string poll_due(const Health& health, base::Instant now) {
  if (health.ended) return {};  // the ended login is reported, and is the cause
  if (!health.last_good_poll && health.has_polled)
    return fmt::format("{}: no page came in the last seven days: run `segue poll` and see what it says", health.user);
  if (!health.last_good_poll)
    return health.consent_ends
               ? fmt::format("{}: no poll was made yet: run `segue poll`, every 20 minutes", health.user)
               : std::string{};
  const auto silence = now - *health.last_good_poll;
  if (silence <= kLongestSilence) return {};
  return fmt::format("{}: no page came since {} UTC ({} h): run `segue poll` and see what it says", health.user,
                     base::to_minute(*health.last_good_poll),
                     std::chrono::duration_cast<std::chrono::hours>(silence).count());
}

std::string gaps_due(const Health& health, std::optional<base::Instant> after) {
  if (!health.coverage) return {};
  const auto& gaps = health.coverage->gaps;
  const auto counts = [&](const warehouse::Gap& gap) { return !after || gap.to > *after; };
  const auto many = std::count_if(gaps.begin(), gaps.end(), counts);
  if (many == 0) return {};
  const auto& newest = *std::find_if(gaps.rbegin(), gaps.rend(), counts);
  return fmt::format("{}: {} gap{}, the newest from {} to {} UTC: ask Spotify for the extended history, import it",
                     health.user, many, many == 1 ? "" : "s", base::to_minute(newest.from), base::to_minute(newest.to));
}

std::string unread_due(const Health& health) {
  if (health.page_unread == 0) return {};
  return fmt::format(
      "{}: {} of {} rows of the newest page could not be read: `segue poll` names the file in rejects/ "
      "that says why; the page is kept for a newer segue",
      health.user, health.page_unread, health.page_items);
}

std::string login_due(const Health& health) {
  if (health.ended) return fmt::format("{}: {}", health.user, spotify::said_of(*health.ended, health.user));
  return health.login_fault.empty() ? "" : fmt::format("{}: {}", health.user, health.login_fault);
}

std::string consent_due(const Health& health, base::Instant now) {
  if (!health.consent_ends || *health.consent_ends - now > kConsentNear) return {};
  const std::string day = base::to_iso_date(*health.consent_ends);
  return fmt::format("{}: Spotify {} this consent on {}: run {}", health.user,
                     *health.consent_ends <= now ? "ended" : "ends", day, spotify::login_command(health.user));
}

}  // namespace

std::vector<std::string> due(const Health& health, base::Instant now, std::optional<base::Instant> gaps_after) {
  std::vector<std::string> all{login_due(health), poll_due(health, now), unread_due(health),
                               gaps_due(health, gaps_after), consent_due(health, now)};
  std::erase(all, "");
  return all;
}

}  // namespace segue::pipeline
