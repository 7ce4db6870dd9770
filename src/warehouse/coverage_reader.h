// Reads from the published marts how much of each listener's time is proven.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "warehouse/statistics.h"

namespace segue::warehouse {

// An unproven span between two chains of pages: (from, to].
struct Gap {
  base::Instant from, to;
};

struct UserCoverage {
  std::string user;
  std::int64_t certified_ms = 0, linked_ms = 0, confirmed_ms = 0, open_ms = 0, unproven_ms = 0;
  std::int64_t unpaired_plays = 0;                 // plays of the API that exports of their days lack
  std::optional<base::Instant> certified_through;  // the end of the newest certified span
  std::vector<Gap> gaps;                           // by time; gaps that touch are merged
};

// Returns the coverage by user. A warehouse built before there was coverage gives none.
std::vector<UserCoverage> user_coverage(Connection& connection);

// A listener's local day; its state is that of its weakest part.
struct CoverageDay {
  std::string user, date, state;  // date: YYYY-MM-DD; state as in mart coverage_days
  std::optional<base::Instant> as_of;
};

// Returns all days, by user and date.
std::vector<CoverageDay> coverage_days(Connection& connection);

// Returns whether every day of the scope that has a play is certified or confirmed. Then the scope's figures are whole;
// otherwise they are "at least".
bool is_proven(Connection& connection, const StatisticsScope& scope);
// Returns whether every day of the year is, with plays or without: what the marts lack was then not heard.
bool is_proven_whole(Connection& connection, const std::string& user, int year);

}  // namespace segue::warehouse
