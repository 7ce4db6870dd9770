// What the raw tables hold of an object, for those who account for an import's rows.
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

// Years of UTC between the two instants in which no row of the listener's lies, whatever it came with.
std::vector<int> years_without_rows(warehouse::Connection& connection, const std::string& user, std::int64_t first_ms,
                                    std::int64_t last_ms);

}  // namespace segue::load
