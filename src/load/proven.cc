// How it works: gathers a listener's pages and the spans of their exports from the raw tables, lets the pure room
// `coverage` prove spans and retimings from them, and writes each span cut at local midnights, so that a row belongs to
// one local day. All is computed anew at each load, because objects land in any order.
#include "load/proven.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "coverage/proof.h"
#include "coverage/retimings.h"
#include "formats/formats.h"
#include "load/raw_tables.h"

namespace segue::load {
namespace {

using base::Instant;

// The pages of one listener, and the track keys behind their track numbers.
struct Shown {
  coverage::Pages pages;
  std::vector<std::string> track_keys;  // by track number
};

Shown pages_of(warehouse::Connection& connection, const std::string& user) {
  Shown shown;
  std::unordered_map<std::string, std::size_t> contents;  // object → index of its content
  const auto content_of = [&](std::string_view object) {
    const auto [at, added] = contents.try_emplace(std::string(object), shown.pages.contents.size());
    if (added) shown.pages.contents.emplace_back();
    return at->second;
  };
  // A page with an unreadable item is no evidence, nor is a page with the same body: the item may be a play that the
  // certified span would then lack. The readable plays of the page are rows like all others.
  connection.each(
      R"sql(
        select p.object, coalesce(p.same_as, p.object), p.server_date_ms
        from segue_raw.polls p
        left join segue_raw.load_ledger l on l.object = coalesce(p.same_as, p.object)
        where p.user_id = $1 and p.status = 200 and p.server_date_ms is not null and coalesce(l.rejected, 0) = 0
      )sql",
      {user}, [&](const warehouse::Row& row) {
        shown.pages.pages.push_back({base::from_ms(row.bigint(2)), content_of(row.text(1))});
      });
  std::unordered_map<std::string, std::uint32_t> tracks;  // by URI, or by track key where there is none
  std::string last_object;
  std::size_t content = 0;
  connection.each(
      R"sql(
        select p.object, coalesce(p.uri, p.track_key), p.track_key, p.instant_ms
        from segue_raw.plays p
        join segue_raw.load_ledger l on l.object = p.object and l.rejected = 0
        where p.user_id = $1 and p.source = 'api'
        order by p.object
      )sql",
      {user}, [&](const warehouse::Row& row) {
        if (row.text(0) != last_object) {
          last_object = row.text(0);
          content = content_of(last_object);
        }
        const auto [at, added] =
            tracks.try_emplace(std::string(row.text(1)), static_cast<std::uint32_t>(shown.track_keys.size()));
        if (added) shown.track_keys.emplace_back(row.text(2));
        shown.pages.contents[content].push_back({at->second, base::from_ms(row.bigint(3))});
      });
  // An answer without plays is no page: an error page with status 200, or an account that never played.
  std::erase_if(shown.pages.pages,
                [&](const coverage::ShownPage& page) { return shown.pages.contents[page.content].empty(); });
  return shown;
}

using Spans = std::map<std::string, std::vector<coverage::ExportSpan>>;

// Returns, for each user, the spans that exports cover without a hole.
Spans exports_of(warehouse::Connection& connection, const std::vector<Import>& imports) {
  struct Rows {
    std::optional<Instant> first, last;
  };
  std::unordered_map<std::string, Rows> rows;  // object → first and last `ts` of its rows; without refused objects
  connection.each("select object from segue_raw.load_ledger where refusal is null",
                  [&](const warehouse::Row& row) { rows[std::string(row.text(0))]; });
  connection.each(
      R"sql(
        select object, min(coalesce(ts_ms, instant_ms)), max(coalesce(ts_ms, instant_ms))
        from segue_raw.plays
        where source = 'export'
        group by object
      )sql",
      [&](const warehouse::Row& row) {
        rows[std::string(row.text(0))] = {base::from_ms(row.bigint(1)), base::from_ms(row.bigint(2))};
      });
  Spans spans;
  for (const Import& import : imports) {
    std::vector<coverage::ExportFile> files;
    for (const LandedMember& member : import.members) {
      const auto found = rows.find(member.object);
      if (member.format != formats::text_of(formats::Format::spotify_extended) || found == rows.end()) continue;
      files.push_back({member.name.substr(member.name.rfind('/') + 1), found->second.first, found->second.last});
    }
    const auto of_import = coverage::export_spans(std::move(files));
    spans[import.user].insert(spans[import.user].end(), of_import.begin(), of_import.end());
  }
  for (auto& [user, all] : spans) all = coverage::united(std::move(all));
  return spans;
}

using Around = std::map<std::string, coverage::ExportSpan>;

// Returns, for each user, the span from the first to the last play, among plays up to as_of.
Around spans_of_plays(warehouse::Connection& connection) {
  Around spans;
  connection.each(
      R"sql(
        select user_id, min(instant_ms), max(least(instant_ms, a.as_of_ms))
        from segue_raw.plays
        cross join segue_raw.as_of a
        where instant_ms <= a.as_of_ms
        group by user_id
      )sql",
      [&](const warehouse::Row& row) {
        spans[std::string(row.text(0))] = {base::from_ms(row.bigint(1)), base::from_ms(row.bigint(2))};
      });
  return spans;
}

// Returns the span that the partition of a listener's time must cover at least: all plays and pages.
std::optional<coverage::ExportSpan> with_pages(const Around& played, const std::string& user,
                                               const coverage::Pages& pages) {
  const auto found = played.find(user);
  auto around = found == played.end() ? std::nullopt : std::optional(found->second);
  for (const coverage::ShownPage& page : pages.pages) {
    if (!around) around = {page.date, page.date};
    around = {std::min(around->from, page.date), std::max(around->to, page.date)};
  }
  return around;
}

std::string_view text_of(coverage::State state) {
  switch (state) {
    case coverage::State::certified:
      return "certified";
    case coverage::State::linked:
      return "linked";
    case coverage::State::gap:
      return "gap";
    case coverage::State::open:
      return "open";
    case coverage::State::unproven:
      return "unproven";
  }
  return "unproven";
}

std::optional<std::int64_t> ms_of(const std::optional<Instant>& instant) {
  return instant ? std::optional(base::to_ms(*instant)) : std::nullopt;
}

// Writes a span, cut at local midnights.
void write_days(warehouse::RowWriter& spans, const std::string& user, const coverage::ProvenSpan& proven,
                const date::time_zone& zone) {
  const auto& [span, in_export] = proven;
  for (Instant at = span.from; at < span.to;) {
    const LocalDay day = local_day(zone, at);
    const Instant end = std::min(day.end, span.to);
    spans.text(user).integer(static_cast<std::int32_t>(day.date.time_since_epoch().count()));
    spans.bigint(base::to_ms(at)).bigint(base::to_ms(end)).text(text_of(span.state));
    spans.bigint(ms_of(span.as_of)).boolean(in_export).end_row();
    at = end;
  }
}

// Writes that the row at `instant_ms` is the play at `kept_ms`. A row gets one such play at most: the first.
void write_retimings(warehouse::RowWriter& retimings, const std::string& user, const Shown& shown) {
  std::map<std::pair<std::string, std::int64_t>, std::int64_t> kept;
  for (const auto& [later, earlier] : coverage::retimings(shown.pages))
    kept.try_emplace({shown.track_keys[later.track], base::to_ms(later.played_at)}, base::to_ms(earlier.played_at));
  for (const auto& [row, kept_ms] : kept)
    retimings.text(user).text(row.first).bigint(row.second).bigint(kept_ms).end_row();
}

}  // namespace

void write_proof(warehouse::Connection& connection, const std::vector<Import>& imports, const Zones& zones) {
  connection.execute("delete from segue_raw.coverage; delete from segue_raw.retimings");
  const Spans exports = exports_of(connection, imports);
  const auto played = spans_of_plays(connection);
  std::vector<std::string> users;
  connection.each("select distinct user_id from segue_raw.load_ledger order by 1",
                  [&](const warehouse::Row& row) { users.emplace_back(row.text(0)); });
  const auto spans = rows_into(connection, raw::kCoverage), retimings = rows_into(connection, raw::kRetimings);
  for (const std::string& user : users) {
    const Shown shown = pages_of(connection, user);
    const auto of_exports = exports.find(user);
    const std::vector<coverage::ExportSpan> none;
    for (const auto& proven :
         coverage::proof(coverage::timeline(shown.pages), of_exports == exports.end() ? none : of_exports->second,
                         with_pages(played, user, shown.pages)))
      write_days(*spans, user, proven, zone_of(zones, user));
    write_retimings(*retimings, user, shown);
  }
  spans->flush();
  retimings->flush();
}

std::optional<Instant> certified_through(warehouse::Connection& connection, const std::string& user) {
  const auto ms = connection.number(
      "select coalesce(max(to_ms), 0) from segue_raw.coverage where user_id = $1 and state = 'certified'", {user});
  return ms > 0 ? std::optional(base::from_ms(ms)) : std::nullopt;
}

}  // namespace segue::load
