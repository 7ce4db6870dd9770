// Computes what pages and exports prove, from the raw tables into `coverage` and `retimings`.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "load/imports.h"
#include "load/zones.h"
#include "warehouse/connection.h"

namespace segue::load {

// Writes both tables anew. Call it inside an open transaction.
void write_proof(warehouse::Connection& connection, const std::vector<Import>& imports, const Zones& zones);

// Returns the end of the newest certified span, or nothing if no span is certified.
std::optional<base::Instant> certified_through(warehouse::Connection& connection, const std::string& user);

}  // namespace segue::load
