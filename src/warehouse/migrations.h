// Migrations of the raw tables, oldest first; migration N (1-based) leads from version N-1 to N.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/connection.h"

namespace segue::warehouse {

struct Migration {
  std::string_view name;
  std::string_view sql;
};

const std::vector<Migration>& migrations();

// Brings the raw tables to the newest version, each step in a transaction. `where` names the database in messages,
// `dialect` turns a migration's text into the engine's own. Throws Error(usage) for tables of a newer segue.
void migrate(Connection& connection, const std::string& where,
             const std::function<std::string(std::string_view sql)>& dialect);

}  // namespace segue::warehouse
