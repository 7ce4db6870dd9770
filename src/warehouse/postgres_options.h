// What opens a PostgreSQL database.
#pragma once
#include <string>

namespace segue::warehouse {

struct PostgresOptions {
  // "postgresql://…". Parameters that it does not set come from libpq's environment (PGHOST, PGPASSWORD, PGSSLMODE, …),
  // the service file and ~/.pgpass.
  std::string url;
  int statement_timeout_s = 0;  // for readers; 0 = the server's own
};

}  // namespace segue::warehouse
