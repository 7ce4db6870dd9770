// Reads a listener's own figures from the marts.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "warehouse/connection.h"

namespace segue::warehouse {

// A user's plays whose local day is in `year`, or all plays if `year` is not set.
struct StatisticsScope {
  std::string user;
  std::optional<int> year;
};

struct Ranked {
  std::string name;    // song, artist or album
  std::string artist;  // "" for artists
  std::int64_t plays = 0;
  std::int64_t ms_played = 0;  // summed over plays whose length is known
};

struct Totals {
  std::int64_t plays = 0, ms_played = 0, days = 0, recordings = 0, artists = 0;
  std::string first, last;  // local days, "" when there are no plays
};

Totals totals(Connection& connection, const StatisticsScope& scope);
std::vector<Ranked> top_recordings(Connection& connection, const StatisticsScope& scope, int most);
std::vector<Ranked> top_artists(Connection& connection, const StatisticsScope& scope, int most);
std::vector<Ranked> top_albums(Connection& connection, const StatisticsScope& scope, int most);
// Returns 24 numbers of plays, by local hour.
std::vector<std::int64_t> plays_by_hour(Connection& connection, const StatisticsScope& scope);

// A user who has plays, and the time from the first to the last.
struct UserSpan {
  std::string user;
  std::int64_t plays = 0;
  std::string first, last;  // UTC, ISO 8601 to the second
};
std::vector<UserSpan> user_spans(Connection& connection);

}  // namespace segue::warehouse
