// How it works: a schema is segue's own if it has the table made_by_segue. A schema without that table is taken over
// only if it is empty. If it has a table of somebody else's, it is refused before anything in it is touched.
#include "warehouse/postgres_schemas.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::warehouse {
namespace {

std::int64_t tables_in(PgConnection& connection, const std::string& schema) {
  return connection.number(
      "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = $1", {schema});
}

constexpr const char* kMarkOwn =
    R"sql(
      create table {0}.made_by_segue (what varchar collate "C" primary key);
      comment on table {0}.made_by_segue is 'segue made this schema and may drop what is in it'
    )sql";

// Selects the statements that drop everything in the schema $1.
constexpr const char* kDropsOf =
    R"sql(
      select format(
        'drop %s if exists %I.%I cascade;',
        case c.relkind
          when 'v' then 'view'
          when 'm' then 'materialized view'
          when 'S' then 'sequence'
          when 'f' then 'foreign table'
          else 'table'
        end,
        n.nspname, c.relname)
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      order by c.relkind = 'S', c.oid
    )sql";

void refuse_foreign(PgConnection& connection, const std::string& schema) {
  if (is_own_schema(connection, schema) || tables_in(connection, schema) == 0) return;
  throw base::Error(base::Fault::usage,
                    fmt::format("PostgreSQL, {}: its schema {} holds tables that segue did not make: give segue a "
                                "database of its own (create database segue), or rename that schema",
                                connection.where(), schema));
}

}  // namespace

bool is_own_schema(PgConnection& connection, const std::string& schema) {
  return connection.number(
             R"sql(
               select count(*)
               from pg_class c
               join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = $1 and c.relname = 'made_by_segue'
             )sql",
             {schema}) > 0;
}

void make_own_schema(PgConnection& connection, const std::string& schema) {
  refuse_foreign(connection, schema);
  if (is_own_schema(connection, schema)) return;
  if (connection.number("select count(*) from pg_namespace where nspname = $1", {schema}) == 0)
    connection.execute("create schema " + schema);
  connection.execute(fmt::format(kMarkOwn, schema));
}

void empty_own_schema(PgConnection& connection, const std::string& schema) {
  refuse_foreign(connection, schema);
  // Sequences come last: most go with the table that owns them, hence `if exists`.
  std::string drops;
  connection.each(kDropsOf, {schema}, [&](const Row& row) { drops += row.text(0); });
  if (!drops.empty()) connection.execute(drops);
}

}  // namespace segue::warehouse
