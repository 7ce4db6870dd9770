// How long Spotify lets a consent live.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"

namespace segue::spotify {

// Six months by the calendar after it was given: the same day and time of day, or that month's last day. Refreshing
// does not move it. There is no margin in it: the warnings below are the margin.
base::Instant consent_end(base::Instant authorised_at);

// What to tell its holder: nothing until 30 days before the end, then more pressing from 7 days and from one day on,
// and after the end. One sentence without a full stop.
std::optional<std::string> consent_warning(base::Instant authorised_at, base::Instant now);

}  // namespace segue::spotify
