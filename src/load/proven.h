// What pages and exports prove, out of the raw tables into `coverage` and `retimings`: computed whole at each load.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "load/imports.h"
#include "load/zones.h"
#include "warehouse/connection.h"

namespace segue::load {

// Belongs into the transaction that is open.
void write_proof(warehouse::Connection& connection, const std::vector<Import>& imports, const Zones& zones);

// The end of the newest certified span; nothing when nothing is certified.
std::optional<base::Instant> certified_through(warehouse::Connection& connection, const std::string& user);

}  // namespace segue::load
