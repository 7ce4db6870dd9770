// How it works: every figure of a scope is one query over the same subquery `plays` (scoped()). Rankings count by key
// and join names afterwards; ties in plays are broken by time listened and then by key, so that both engines give one
// order.
#include "warehouse/statistics.h"

#include <fmt/core.h>

#include "base/time.h"

namespace segue::warehouse {
namespace {

constexpr const char* kScoped =
    R"sql(
      select p.ms_listened, p.local_date, p.local_hour, t.recording_key, t.artist_key, t.album_key
      from segue.fct_plays p
      join segue.dim_tracks t on t.track_key = p.track_key
      where p.counted and p.user_id = $1{}
    )sql";

// {0} are the scope's plays, {1} the key that is ranked, {2} and {3} name and artist in its dimension {4}, {5} the
// rows.
constexpr const char* kRanked =
    R"sql(
      with plays as ({0}),
      counted as (
        select {1} as key, count(*) as plays, cast(coalesce(sum(ms_listened), 0) as bigint) as ms
        from plays
        where {1} is not null
        group by 1
      )
      select {2}, {3}, c.plays, c.ms
      from counted c
      join segue.{4} d on d.{1} = c.key
      order by c.plays desc, c.ms desc, c.key
      limit {5}
    )sql";

constexpr const char* kTotals =
    R"sql(
      with plays as ({})
      select count(*), cast(coalesce(sum(ms_listened), 0) as bigint), count(distinct local_date),
        count(distinct recording_key), count(distinct artist_key), cast(min(local_date) as varchar),
        cast(max(local_date) as varchar)
      from plays
    )sql";

// Returns a query for the scope's plays and the keys of their names; $1 is the user.
std::string scoped(const StatisticsScope& scope) {
  const std::string year = scope.year ? fmt::format(" and extract(year from p.local_date) = {}", *scope.year) : "";
  return fmt::format(kScoped, year);
}

std::vector<Ranked> ranked(Connection& connection, const StatisticsScope& scope, const char* key, const char* name,
                           const char* artist, const char* dimension, int most) {
  std::vector<Ranked> rows;
  connection.each(fmt::format(kRanked, scoped(scope), key, name, artist, dimension, most), {scope.user},
                  [&](const Row& row) {
                    rows.push_back({std::string(row.text(0)), std::string(row.text(1)), row.bigint(2), row.bigint(3)});
                  });
  return rows;
}

// "2026-01-02T03:04:05Z"
std::string to_the_second(std::int64_t ms) {
  return base::to_iso8601(base::from_ms(ms)).substr(0, 19) + "Z";
}

}  // namespace

Totals totals(Connection& connection, const StatisticsScope& scope) {
  Totals all;
  connection.each(fmt::format(kTotals, scoped(scope)), {scope.user}, [&](const Row& row) {
    all = {row.bigint(0),           row.bigint(1), row.bigint(2),
           row.bigint(3),           row.bigint(4), std::string(row.text(5)),
           std::string(row.text(6))};
  });
  return all;
}

std::vector<Ranked> top_recordings(Connection& connection, const StatisticsScope& scope, int most) {
  // For a song that Spotify has removed, an export has an address but no name.
  constexpr const char* kTitle =
      R"sql(
        case when coalesce(d.title, '') <> '' then d.title
          else '(no name) ' || coalesce('spotify:track:' || d.spotify_id, d.recording_key) end
      )sql";
  return ranked(connection, scope, "recording_key", kTitle, "d.artist", "dim_recordings", most);
}

std::vector<Ranked> top_artists(Connection& connection, const StatisticsScope& scope, int most) {
  return ranked(connection, scope, "artist_key", "d.artist", "''", "dim_artists", most);
}

std::vector<Ranked> top_albums(Connection& connection, const StatisticsScope& scope, int most) {
  return ranked(connection, scope, "album_key", "d.album", "d.artist", "dim_albums", most);
}

std::vector<std::int64_t> plays_by_hour(Connection& connection, const StatisticsScope& scope) {
  std::vector<std::int64_t> hours(24, 0);
  connection.each(
      "with plays as (" + scoped(scope) + ") select cast(local_hour as bigint), count(*) from plays group by 1",
      {scope.user}, [&](const Row& row) {
        const auto hour = row.bigint(0);
        if (hour >= 0 && hour < 24) hours[static_cast<std::size_t>(hour)] = row.bigint(1);
      });
  return hours;
}

std::vector<UserSpan> user_spans(Connection& connection) {
  std::vector<UserSpan> spans;
  connection.each(fmt::format("select user_id, count(*), {}, {} from segue.fct_plays group by 1 order by 1",
                              sql_ms("min(started_at)"), sql_ms("max(ended_at)")),
                  [&](const Row& row) {
                    spans.push_back({std::string(row.text(0)), row.bigint(1), to_the_second(row.bigint(2)),
                                     to_the_second(row.bigint(3))});
                  });
  return spans;
}

}  // namespace segue::warehouse
