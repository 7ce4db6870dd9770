#include "warehouse/postgres_fault.h"

#include <fmt/core.h>

#include <string_view>

#include "base/error.h"
#include "warehouse/connection.h"
#include "warehouse/warehouse.h"

namespace segue::warehouse {

using base::Error;
using base::Fault;

std::string one_line(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

void fail_statement(PGconn* connection, const std::string& where, const PGresult* result, const std::string& sql) {
  const char* state = result != nullptr ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : nullptr;
  const std::string_view code = state != nullptr ? state : "";
  const std::string why = one_line(result != nullptr ? PQresultErrorMessage(result) : PQerrorMessage(connection));
  const std::string message = fmt::format("PostgreSQL, {}: {}", where, why);
  if (PQstatus(connection) == CONNECTION_BAD || code.starts_with("57P") || code.starts_with("08"))
    throw Error(Fault::upstream,
                fmt::format("{}: the server went away; nothing is half-written, run the command again", message));
  if (code == "53100")
    throw Error(
        Fault::internal,
        fmt::format("{}: its disk is full; nothing is half-written, make room and run the command again", message));
  if (code == "42501")
    throw Error(Fault::usage,
                fmt::format("{}: give the role {} what it lacks (create on the database, or ownership of "
                            "the schemas segue, segue_raw, segue_staging, segue_build and, for models of your own, "
                            "segue_own)",
                            message, PQuser(connection)));
  if (code == "55P03")
    throw Busy(Fault::upstream,
               fmt::format("{}: another session holds a lock there: run the command again when that session has ended",
                           message));
  if (code == "57014")
    throw Error(Fault::internal,
                fmt::format("{}: raise [warehouse] statement_timeout_s, or lock fewer tables", message));
  throw Error(Fault::internal, fmt::format("{} (in: {})", message, shortened(sql)));
}

}  // namespace segue::warehouse
