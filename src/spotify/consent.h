// How long a consent is valid.
#pragma once
#include <optional>
#include <string>

#include "base/time.h"

namespace segue::spotify {

// Returns the end of a consent: six calendar months after it was given, at the same day and time of day, or on that
// month's last day. Refreshing does not move it. It contains no margin; the warnings below do.
base::Instant consent_end(base::Instant authorised_at);

// Returns a warning for the listener: nullopt until 30 days before the end; more pressing from 7 days and from one day
// before, and after the end. One sentence without a full stop.
std::optional<std::string> consent_warning(base::Instant authorised_at, base::Instant now);

}  // namespace segue::spotify
