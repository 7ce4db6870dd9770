// What looks at all objects: as_of, the days, the zone offsets, coverage. Computed whole, in one transaction. as_of is
// the newest Date of Spotify's or the end of the newest play; no play moves it beyond the time at which its object
// landed.
#pragma once
#include <vector>

#include "load/imports.h"
#include "load/zones.h"
#include "warehouse/connection.h"

namespace segue::load {

// Throws Error(usage) for a zone that tzdata does not know.
void derive(warehouse::Connection& connection, const Zones& zones, const std::vector<Import>& imports);

}  // namespace segue::load
