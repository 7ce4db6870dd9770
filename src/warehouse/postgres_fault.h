// Owns libpq's results, and turns a failed statement into an error.
#pragma once
#include <libpq-fe.h>

#include <memory>
#include <string>

namespace segue::warehouse {

struct ResultCloser {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PgResult = std::unique_ptr<PGresult, ResultCloser>;

// Joins the lines of a message: libpq's messages end with a line break and may have several lines.
std::string one_line(std::string text);

// Throws the error that the last failure on the connection means. `where` names the database ("database music at
// localhost:5432"); `result` may be null.
[[noreturn]] void fail_statement(PGconn* connection, const std::string& where, const PGresult* result,
                                 const std::string& sql);

}  // namespace segue::warehouse
