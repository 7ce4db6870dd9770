#include "warehouse/coverage_reader.h"

#include <fmt/core.h>

namespace segue::warehouse {
namespace {

// Counts the days with a play of $1 that are not proven; {} narrows the plays.
constexpr const char* kUnprovenDays =
    R"sql(
      select count(*)
      from (select distinct p.local_date from segue.fct_plays p where p.user_id = $1{}) d
      left join segue.coverage_days c on c.user_id = $1 and c.local_date = d.local_date
      where c.state is null or c.state not in ('certified', 'confirmed')
    )sql";

// Counts the proven days of a year.
constexpr const char* kProvenDays =
    R"sql(
      select count(*)
      from segue.coverage_days
      where user_id = $1 and extract(year from local_date) = {} and state in ('certified', 'confirmed')
    )sql";

bool has_coverage(Connection& connection) {
  return has_table(connection, "segue", "coverage_spans");
}

}  // namespace

std::vector<UserCoverage> user_coverage(Connection& connection) {
  std::vector<UserCoverage> all;
  if (!has_coverage(connection)) return all;
  connection.each(
      R"sql(
        select user_id, cast(sum(certified_ms) as bigint), cast(sum(linked_ms) as bigint),
          cast(sum(confirmed_ms) as bigint), cast(sum(open_ms) as bigint), cast(sum(unproven_ms) as bigint),
          cast(sum(unpaired_plays) as bigint)
        from segue.coverage_days
        group by 1
        order by 1
      )sql",
      [&](const Row& row) {
        UserCoverage one;
        one.user = row.text(0);
        one.certified_ms = row.bigint(1);
        one.linked_ms = row.bigint(2);
        one.confirmed_ms = row.bigint(3);
        one.open_ms = row.bigint(4);
        one.unproven_ms = row.bigint(5);
        one.unpaired_plays = row.bigint(6);
        all.push_back(std::move(one));
      });
  for (UserCoverage& one : all) {
    connection.each(
        "select " + sql_ms("max(to_at)") + " from segue.coverage_spans where user_id = $1 and state = 'certified'",
        {one.user}, [&](const Row& row) {
          if (const auto ms = row.maybe_bigint(0)) one.certified_through = base::from_ms(*ms);
        });
    connection.each(fmt::format("select {}, {} from segue.coverage_spans where user_id = $1 and is_gap order by 1",
                                sql_ms("from_at"), sql_ms("to_at")),
                    {one.user}, [&](const Row& row) {
                      const Gap gap{base::from_ms(row.bigint(0)), base::from_ms(row.bigint(1))};
                      // Spans are cut at local midnights, so a gap over midnight comes in parts.
                      if (!one.gaps.empty() && one.gaps.back().to == gap.from)
                        one.gaps.back().to = gap.to;
                      else
                        one.gaps.push_back(gap);
                    });
  }
  return all;
}

std::vector<CoverageDay> coverage_days(Connection& connection) {
  std::vector<CoverageDay> days;
  if (!has_coverage(connection)) return days;
  connection.each("select user_id, cast(local_date as varchar), state, " + sql_ms("as_of") +
                      " from segue.coverage_days order by 1, 2",
                  [&](const Row& row) {
                    CoverageDay day{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), {}};
                    if (const auto ms = row.maybe_bigint(3)) day.as_of = base::from_ms(*ms);
                    days.push_back(std::move(day));
                  });
  return days;
}

bool is_proven(Connection& connection, const StatisticsScope& scope) {
  if (!has_coverage(connection)) return false;
  const std::string year = scope.year ? fmt::format(" and extract(year from p.local_date) = {}", *scope.year) : "";
  return connection.number(fmt::format(kUnprovenDays, year), {scope.user}) == 0;
}

bool is_proven_whole(Connection& connection, const std::string& user, int year) {
  if (!has_coverage(connection)) return false;
  const auto days = connection.number(fmt::format(kProvenDays, year), {user});
  return days >= (std::chrono::year(year).is_leap() ? 366 : 365);
}

}  // namespace segue::warehouse
