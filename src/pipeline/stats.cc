#include "pipeline/stats.h"

#include "warehouse/coverage_reader.h"

namespace segue::pipeline {

Statistics statistics(Home& home, std::optional<int> year, int top) {
  const auto published = home.warehouse().read();
  auto& connection = *published;
  const warehouse::StatisticsScope scope{home.user(), year};
  return {home.user(),
          year,
          warehouse::totals(connection, scope),
          warehouse::top_recordings(connection, scope, top),
          warehouse::top_artists(connection, scope, top),
          warehouse::top_albums(connection, scope, top),
          warehouse::plays_by_hour(connection, scope),
          warehouse::is_proven(connection, scope),
          year && warehouse::is_proven_whole(connection, home.user(), *year)};
}

}  // namespace segue::pipeline
