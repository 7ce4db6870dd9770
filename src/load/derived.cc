// How it works: as_of comes first, because the span of days and the proof depend on it. Dates and zone offsets reach a
// year beyond the first and the last instant. One transaction holds all, so that a kill leaves the tables as they were.
#include "load/derived.h"

#include <vector>

#include "base/time.h"
#include "load/credits.h"
#include "load/identity.h"
#include "load/proven.h"
#include "load/raw_tables.h"

namespace segue::load {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// Writes a zone's offsets as half-open spans of UTC that touch and cover [from, to).
void write_offsets(warehouse::RowWriter& writer, const std::string& user, const date::time_zone& zone,
                   std::chrono::sys_seconds from, std::chrono::sys_seconds to) {
  for (auto at = from; at < to;) {
    const date::sys_info info = zone.get_info(at);
    const auto end = std::min(to, info.end);
    writer.text(user).bigint(base::to_ms(at)).bigint(base::to_ms(end));
    writer.integer(static_cast<std::int32_t>(info.offset.count())).end_row();
    at = end;
  }
}

void write_date(warehouse::RowWriter& writer, sys_days day) {
  const year_month_day ymd{day};
  const unsigned weekday = std::chrono::weekday{day}.iso_encoding();
  const sys_days thursday = day - days{weekday - 1} + days{3};  // its year is the ISO year
  const auto iso_year = year_month_day{thursday}.year();
  const auto week = (thursday - sys_days{iso_year / std::chrono::January / 1}).count() / 7 + 1;
  const auto month = static_cast<unsigned>(ymd.month());
  writer.integer(static_cast<std::int32_t>(day.time_since_epoch().count()));
  writer.smallint(static_cast<std::int16_t>(static_cast<int>(ymd.year())));
  writer.smallint(static_cast<std::int16_t>((month + 2) / 3)).smallint(static_cast<std::int16_t>(month));
  writer.smallint(static_cast<std::int16_t>(static_cast<unsigned>(ymd.day())));
  writer.smallint(static_cast<std::int16_t>(static_cast<int>(iso_year))).smallint(static_cast<std::int16_t>(week));
  writer.smallint(static_cast<std::int16_t>(weekday)).end_row();
}

struct Span {
  base::Instant first, last;  // the epoch if there are neither plays nor polls
};

// Returns the span from the first to the last of all plays and as_of.
Span span_of_days(warehouse::Connection& connection) {
  Span span{};
  connection.each(
      R"sql(
        select coalesce(least(p.first_ms, a.as_of_ms), a.as_of_ms), greatest(coalesce(p.last_ms, 0), a.as_of_ms)
        from segue_raw.as_of a
        cross join (select min(instant_ms) as first_ms, max(instant_ms) as last_ms from segue_raw.plays) p
      )sql",
      [&](const warehouse::Row& row) { span = {base::from_ms(row.bigint(0)), base::from_ms(row.bigint(1))}; });
  return span;
}

}  // namespace

void derive(warehouse::Connection& connection, const Zones& zones, const std::vector<Import>& imports) {
  warehouse::Transaction transaction(connection);
  // as_of: the later of Spotify's newest date on a page and the end of the last play of any other object; that end
  // counts no later than the object's landing, because a device's clock may be ahead.
  connection.execute(
      R"sql(
        delete from segue_raw.as_of;
        delete from segue_raw.dates;
        delete from segue_raw.zone_offsets;
        insert into segue_raw.as_of
        select coalesce(greatest(
          (select max(server_date_ms) from segue_raw.polls),
          (
            select max(least(e.last_ms, l.landed_ms))
            from (
              select object, max(
                instant_ms + case when time_basis = 'start' then coalesce(ms_played, duration_ms, 0) else 0 end
              ) as last_ms
              from segue_raw.plays
              where source <> 'api'
              group by object
            ) e
            join segue_raw.load_ledger l on l.object = e.object
          )
        ), 0)
      )sql");
  const Span span = span_of_days(connection);
  const auto first = std::chrono::floor<days>(span.first) - days{366};
  const auto last = std::chrono::floor<days>(span.last) + days{367};
  std::vector<std::string> users;
  connection.each("select distinct user_id from segue_raw.load_ledger order by 1",
                  [&](const warehouse::Row& row) { users.emplace_back(row.text(0)); });
  {
    const auto dates = rows_into(connection, raw::kDates);
    for (auto day = first; day < last; day += days{1}) write_date(*dates, day);
    dates->flush();
    const auto offsets = rows_into(connection, raw::kZoneOffsets);
    for (const auto& user : users) write_offsets(*offsets, user, zone_of(zones, user), first, last);
    offsets->flush();
  }
  write_proof(connection, imports, zones);
  write_identity(connection);
  write_credits(connection);
  transaction.commit();
}

}  // namespace segue::load
