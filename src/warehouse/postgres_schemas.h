// segue's schemas in a database that may hold others. Each is made with a marker table; a schema without it is never
// touched.
#pragma once
#include <string>

#include "warehouse/postgres.h"

namespace segue::warehouse {

// Makes the schema and its marker table unless both exist. Throws Error(usage) if the schema holds tables but no
// marker.
void make_own_schema(PgConnection& connection, const std::string& schema);
// Drops everything in the schema but keeps the schema: a role that was given it may not be allowed to make it again.
// Throws as make_own_schema; a missing schema is fine.
void empty_own_schema(PgConnection& connection, const std::string& schema);
bool is_own_schema(PgConnection& connection, const std::string& schema);

}  // namespace segue::warehouse
