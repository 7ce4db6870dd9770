// How well a listener's plays are captured, and what a person should do about it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "spotify/kept_consent.h"
#include "warehouse/coverage_reader.h"

namespace segue::pipeline {

struct Health {
  std::string user;
  std::int64_t plays = 0;
  std::string first, last;                          // UTC, "" without plays
  std::optional<warehouse::UserCoverage> coverage;  // from the published warehouse
  std::optional<base::Instant> last_good_poll;
  std::int64_t page_items = 0, page_unread = 0;  // rows of that page, and those that cannot be read
  std::optional<base::Instant> consent_ends;
  spotify::Account account;                  // of the consent, or of the ended one
  std::vector<std::string> missing_scopes;   // scopes that the consent lacks
  std::optional<spotify::EndedLogin> ended;  // set instead of a consent
  std::string login_fault;                   // why the login cannot be read; "" = it can
  bool has_polled = false;                   // the lake holds polls of this listener
};

// A monitor should ring if no page came for longer than this.
inline constexpr std::chrono::hours kLongestSilence{3};
// Notices come 30, 7 and 1 days before the consent ends; a monitor should ring from 7 days on.
inline constexpr std::chrono::days kConsentNear{7};

// Returns what a person should do, one sentence each, with its cure: a login that has ended, no good poll for 3 hours,
// unreadable rows of the newest page, gaps that end after `gaps_after`, a consent near its end. For a listener with
// exports only (no poll, no login) only gaps are due.
std::vector<std::string> due(const Health& health, base::Instant now, std::optional<base::Instant> gaps_after = {});

}  // namespace segue::pipeline
