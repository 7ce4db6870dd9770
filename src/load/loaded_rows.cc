#include "load/loaded_rows.h"

#include <algorithm>
#include <chrono>

#include "base/time.h"

namespace segue::load {
namespace {

std::chrono::year year_of(std::int64_t ms) {
  return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(base::from_ms(ms))}.year();
}

std::string start_of(std::chrono::year year) {
  return std::to_string(base::to_ms(base::Instant{std::chrono::sys_days{year / 1 / 1}}));
}

}  // namespace

PlaysOfObject plays_of(warehouse::Connection& connection, const std::string& object) {
  PlaysOfObject plays;
  connection.each(
      R"sql(
        select kind, count(*), cast(min(instant_ms) as bigint), cast(max(instant_ms) as bigint)
        from segue_raw.plays
        where object = $1
        group by kind
        order by kind
      )sql",
      {object}, [&](const warehouse::Row& row) {
        plays.kinds[std::string(row.text(0))] = row.bigint(1);
        plays.first_ms = std::min(plays.first_ms.value_or(row.bigint(2)), row.bigint(2));
        plays.last_ms = std::max(plays.last_ms.value_or(row.bigint(3)), row.bigint(3));
      });
  return plays;
}

std::vector<int> years_without_rows(warehouse::Connection& connection, const std::string& user, std::int64_t first_ms,
                                    std::int64_t last_ms) {
  std::vector<int> years;
  // The first and the last row are in the first and the last year, so only the years between are looked at.
  for (auto year = year_of(first_ms) + std::chrono::years(1); year < year_of(last_ms); ++year) {
    // One row is enough; parameters are texts on both engines.
    const auto rows = connection.number(
        R"sql(
          select count(*)
          from (
            select 1
            from segue_raw.plays
            where user_id = $1 and instant_ms >= cast($2 as bigint) and instant_ms < cast($3 as bigint)
            limit 1
          ) found
        )sql",
        {user, start_of(year), start_of(year + std::chrono::years(1))});
    if (rows == 0) years.push_back(static_cast<int>(year));
  }
  return years;
}

}  // namespace segue::load
