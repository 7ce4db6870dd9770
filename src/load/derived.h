// Computes the tables that depend on all objects: as_of, dates, zone offsets, coverage, identities, credits. as_of is
// the newest Date of Spotify's or the end of the newest play; no play moves it beyond the landing of its object.
#pragma once
#include <vector>

#include "load/imports.h"
#include "load/zones.h"
#include "warehouse/connection.h"

namespace segue::load {

// Writes these tables anew in one transaction. Throws Error(usage) for a zone that tzdata does not know.
void derive(warehouse::Connection& connection, const Zones& zones, const std::vector<Import>& imports);

}  // namespace segue::load
