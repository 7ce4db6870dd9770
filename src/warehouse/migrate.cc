#include <fmt/core.h>

#include "base/error.h"
#include "warehouse/migrations.h"

namespace segue::warehouse {

void migrate(Connection& connection, const std::string& where,
             const std::function<std::string(std::string_view sql)>& dialect) {
  // Not "create schema if not exists": PostgreSQL asks for the right to create schemas even if the schema exists.
  if (connection.number("select count(*) from pg_namespace where nspname = 'segue_raw'") == 0)
    connection.execute("create schema segue_raw");
  connection.execute(
      "create table if not exists segue_raw.schema_versions (version integer primary key, name varchar not null)");
  const auto have =
      connection.number("select cast(coalesce(max(version), 0) as bigint) from segue_raw.schema_versions");
  const auto& all = migrations();
  if (have > static_cast<std::int64_t>(all.size()))
    throw base::Error(base::Fault::usage,
                      fmt::format("{} has raw tables of version {}, but this segue knows versions up to {}: use the "
                                  "newer segue, or move them away and run `segue rebuild`",
                                  where, have, all.size()));
  for (auto version = static_cast<std::size_t>(have); version < all.size(); ++version) {
    // A migration and its row are one transaction, so that a kill leaves both or neither.
    Transaction transaction(connection);
    connection.execute(dialect(all[version].sql));
    connection.execute(
        fmt::format("insert into segue_raw.schema_versions values ({}, '{}')", version + 1, all[version].name));
    transaction.commit();
  }
}

}  // namespace segue::warehouse
