// What is proven of each listener's time, out of the published marts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "warehouse/statistics.h"

namespace segue::warehouse {

// Unproven between two chains of pages: (from, to].
struct Gap {
  base::Instant from, to;
};

struct UserCoverage {
  std::string user;
  std::int64_t certified_ms = 0, linked_ms = 0, confirmed_ms = 0, open_ms = 0, unproven_ms = 0;
  std::int64_t unpaired_plays = 0;                 // of the API, that exports of their days lack
  std::optional<base::Instant> certified_through;  // the end of the newest certified span
  std::vector<Gap> gaps;                           // by time; those that touch are one
};

// By user. Warehouses built before coverage have none.
std::vector<UserCoverage> user_coverage(Connection& connection);

// A local day of a listener, as good as its weakest part.
struct CoverageDay {
  std::string user, date, state;  // date: YYYY-MM-DD; state as in mart coverage_days
  std::optional<base::Instant> as_of;
};

// By user and date.
std::vector<CoverageDay> coverage_days(Connection& connection);

// Every day of the scope that has a play is certified or confirmed: its figures are whole, others are "at least".
bool is_proven(Connection& connection, const StatisticsScope& scope);
// Every day of the year is, with plays or without: what is not there was not heard.
bool is_proven_whole(Connection& connection, const std::string& user, int year);

}  // namespace segue::warehouse
