// Our schemas in a database that may hold others: made with a marker, never touched without it.
#pragma once
#include <string>

#include "warehouse/postgres.h"

namespace segue::warehouse {

// Makes the schema where it is missing or empty, with the table that says it is ours. Throws Error(usage) when it
// holds tables and no such table.
void make_own_schema(PgConnection& connection, const std::string& schema);
// Drops all that is in it; the schema stays, since a role that was given it may not be allowed to make it again. Throws
// as above; a missing one is fine.
void empty_own_schema(PgConnection& connection, const std::string& schema);
bool is_own_schema(PgConnection& connection, const std::string& schema);

}  // namespace segue::warehouse
