// How it works: readers hold grants and views on schema segue, so a build does not replace its tables but changes their
// rows: for each mart, three statements compare segue_build with segue by key. All of it is one transaction, so readers
// see the old build until the commit.
#include "warehouse/postgres_publish.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "base/log.h"
#include "warehouse/postgres_schemas.h"

namespace segue::warehouse {
namespace {

// Selects the views over the mart $1.
constexpr const char* kViewsOver =
    R"sql(
      select distinct v.oid::regclass::text
      from pg_depend d
      join pg_rewrite r on r.oid = d.objid
      join pg_class v on v.oid = r.ev_class
      where d.refobjid = ('segue.' || quote_ident($1))::regclass and d.classid = 'pg_rewrite'::regclass
      order by 1
    )sql";

// Selects the statements that grant anew what others may do with the mart $1.
constexpr const char* kGrantsOf =
    R"sql(
      select format(
        'grant %s on segue.%I to %s', a.privilege_type, c.relname,
        case when a.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(a.grantee)) end)
      from pg_class c
      cross join lateral aclexplode(c.relacl) a
      where c.oid = ('segue.' || quote_ident($1))::regclass and a.grantee <> c.relowner
    )sql";

// {0} is the mart, {1} equates its keys, {2} lists its columns, {3} and {4} list them as built and as published.
constexpr const char* kUpdateChanged =
    R"sql(
      update segue.{0} s set ({2}) = row({3})
      from segue_build.{0} b
      where {1} and row({4}) is distinct from row({3})
    )sql";
constexpr const char* kInsertNew =
    R"sql(
      insert into segue.{0} ({2})
      select {2}
      from segue_build.{0} b
      where not exists (select 1 from segue.{0} s where {1})
    )sql";

// Maps a column's name to its type, with the collation if it has one. Sorted, so that both schemas list columns alike.
using Columns = std::map<std::string, std::string>;

Columns columns_of(PgConnection& connection, const std::string& schema, const std::string& table) {
  Columns columns;
  connection.each(
      R"sql(
        select a.attname, format_type(a.atttypid, a.atttypmod) || coalesce(' collate ' || quote_ident(l.collname), '')
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        left join pg_collation l on l.oid = a.attcollation
        where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped
      )sql",
      {schema, table}, [&](const Row& row) { columns.emplace(row.text(0), row.text(1)); });
  return columns;
}

std::vector<std::string> texts(PgConnection& connection, const std::string& sql, const std::vector<std::string>& with) {
  std::vector<std::string> out;
  connection.each(sql, with, [&](const Row& row) { out.emplace_back(row.text(0)); });
  return out;
}

std::string listed(const Columns& columns, std::string_view prefix) {
  std::vector<std::string> names;
  for (const auto& [name, type] : columns) names.push_back(fmt::format("{}{}", prefix, quoted_name(name)));
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string same_key(const Mart& mart) {
  std::vector<std::string> pairs;
  for (const auto& name : mart.key) pairs.push_back(fmt::format("s.{0} = b.{0}", quoted_name(name)));
  return fmt::format("{}", fmt::join(pairs, " and "));
}

void make(PgConnection& connection, const Mart& mart, const Columns& columns) {
  const std::string name = quoted_name(mart.name);
  connection.execute(fmt::format("create table segue.{0} (like segue_build.{0})", name));
  connection.execute(
      fmt::format("insert into segue.{0} ({1}) select {1} from segue_build.{0}", name, listed(columns, "")));
  std::vector<std::string> key;
  for (const auto& column : mart.key) key.push_back(quoted_name(column));
  if (!key.empty()) connection.execute(fmt::format("create index on segue.{} ({})", name, fmt::join(key, ", ")));
}

// Drops the mart and, since PostgreSQL allows no other way, all views over it.
void drop(PgConnection& connection, const std::string& mart) {
  const auto views = texts(connection, kViewsOver, {mart});
  if (!views.empty())
    spdlog::warn("the columns of mart {} changed: the views over it are dropped; make them anew: {}", mart,
                 fmt::join(views, ", "));
  connection.execute(fmt::format("drop table segue.{} cascade", quoted_name(mart)));
}

void replace(PgConnection& connection, const Mart& mart, const Columns& columns) {
  // Grants go with the table, so they are read before it is dropped and given again after.
  const auto grants = texts(connection, kGrantsOf, {mart.name});
  drop(connection, mart.name);
  make(connection, mart, columns);
  for (const auto& grant : grants) connection.execute(grant);
}

bool gained_only(const Columns& before, const Columns& after) {
  // True if every column stays with its type, so that the table can be kept and only gains columns.
  return std::all_of(before.begin(), before.end(), [&](const auto& column) {
    const auto found = after.find(column.first);
    return found != after.end() && found->second == column.second;
  });
}

// Deletes, updates and inserts by key. Rows whose key has a null never match: they are deleted and inserted anew,
// neither lost nor doubled. A mart without a key gets all its rows anew.
void write_difference(PgConnection& connection, const Mart& mart, const Columns& columns) {
  const std::string name = quoted_name(mart.name), all = listed(columns, ""), key = same_key(mart);
  if (mart.key.empty()) {
    connection.execute(
        fmt::format("delete from segue.{0}; insert into segue.{0} ({1}) select {1} from segue_build.{0}", name, all));
    return;
  }
  connection.execute(
      fmt::format("delete from segue.{0} s where not exists (select 1 from segue_build.{0} b where {1})", name, key));
  connection.execute(
      // An unchanged row is not written, so that it costs no new row version.
      fmt::format(kUpdateChanged, name, key, all, listed(columns, "b."), listed(columns, "s.")));
  connection.execute(fmt::format(kInsertNew, name, key, all));
}

void publish_mart(PgConnection& connection, const Mart& mart) {
  const Columns built = columns_of(connection, "segue_build", mart.name);
  const Columns shown = columns_of(connection, "segue", mart.name);
  // A new mart is made, one with lost or changed columns is replaced; any other keeps its table, so that grants and
  // views stay.
  if (shown.empty())
    make(connection, mart, built);
  else if (!gained_only(shown, built))
    replace(connection, mart, built);
  else {
    for (const auto& [name, type] : built)
      if (!shown.contains(name))
        connection.execute(
            fmt::format("alter table segue.{} add column {} {}", quoted_name(mart.name), quoted_name(name), type));
    write_difference(connection, mart, built);
  }
  connection.number("insert into segue.made_by_segue values ($1) on conflict do nothing", {mart.name});
  connection.execute(fmt::format("analyze segue.{}", quoted_name(mart.name)));
}

}  // namespace

void publish_difference(PgConnection& connection, const std::vector<Mart>& marts,
                        const std::function<void()>& before_shown) {
  Transaction transaction(connection);
  connection.execute("set local work_mem = '256MB'");  // whole marts meet in hash joins
  make_own_schema(connection, "segue");
  // The marker table lists the marts that segue made here, so a table of somebody else is never dropped.
  for (const auto& gone : texts(connection, "select what from segue.made_by_segue order by 1", {})) {
    if (std::any_of(marts.begin(), marts.end(), [&](const Mart& mart) { return mart.name == gone; })) continue;
    if (!columns_of(connection, "segue", gone).empty()) drop(connection, gone);
    connection.number("delete from segue.made_by_segue where what = $1", {gone});
  }
  for (const Mart& mart : marts) publish_mart(connection, mart);
  before_shown();
  transaction.commit();
}

}  // namespace segue::warehouse
