// What looks at all objects: as_of, the days, the zone offsets, coverage. Computed whole, in one transaction.
#pragma once
#include <map>
#include <string>

#include "load/imports.h"
#include "warehouse/duckdb.h"

namespace segue::load {

// Throws Error(usage) when tzdata knows no such zone.
void require_zone(const std::string& name);

// `zones`: user → IANA name; UTC for users not named. Throws Error(usage) for a name that tzdata does not know.
void derive(warehouse::Connection& connection, const std::map<std::string, std::string>& zones,
            const std::vector<Import>& imports);

}  // namespace segue::load
