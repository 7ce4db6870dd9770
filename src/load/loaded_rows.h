// Reads what the raw tables hold of an object, to account for the rows of an import.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "warehouse/connection.h"

namespace segue::load {

struct PlaysOfObject {
  std::map<std::string, std::int64_t> kinds;  // music, podcast, … → rows
  std::optional<std::int64_t> first_ms, last_ms;
};
PlaysOfObject plays_of(warehouse::Connection& connection, const std::string& object);

// Returns the years (UTC) after that of `first_ms` and before that of `last_ms` in which the listener has no play of
// any source.
std::vector<int> years_without_rows(warehouse::Connection& connection, const std::string& user, std::int64_t first_ms,
                                    std::int64_t last_ms);

}  // namespace segue::load
