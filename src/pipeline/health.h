// How a listener's capture fares, and what a person should do about it.
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
  std::optional<warehouse::UserCoverage> coverage;  // of the published warehouse
  std::optional<base::Instant> last_good_poll;
  std::int64_t page_items = 0, page_unread = 0;  // of that page; unread: those that cannot be read
  std::optional<base::Instant> consent_ends;
  spotify::Account account;                  // of the consent, or of the one that ended
  std::vector<std::string> missing_scopes;   // that the consent lacks
  std::optional<spotify::EndedLogin> ended;  // in place of a consent
  std::string login_fault;                   // why the login cannot be looked at; "" = it can
  bool has_polled = false;                   // the lake holds polls of theirs
};

// A monitor should ring when no page came for so long.
inline constexpr std::chrono::hours kLongestSilence{3};
// The consent's end is told at 30, 7 and 1 days; a monitor rings from the second on.
inline constexpr std::chrono::days kConsentNear{7};

// What is due, each with its cure, one sentence each: no good poll for 3 hours, rows of the newest page that cannot be
// read, gaps that begin after `gaps_after`, a consent near its end, a login that has ended. Of one who never polled and
// has no login (exports alone): gaps.
std::vector<std::string> due(const Health& health, base::Instant now, std::optional<base::Instant> gaps_after = {});

}  // namespace segue::pipeline
