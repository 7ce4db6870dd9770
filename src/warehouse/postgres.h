// libpq with owners: a connection, its results, bulk rows by COPY in binary. Errors become base::Error; they name the
// database and the statement, never the URL, which may hold a password.
#pragma once
#include <libpq-fe.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "warehouse/connection.h"
#include "warehouse/postgres_fault.h"
#include "warehouse/postgres_options.h"

namespace segue::warehouse {

class PgConnection final : public Connection {
 public:
  using Connection::each;
  // Throws Error(usage) for a wrong URL, password, role or database, Error(upstream) when no server answers.
  explicit PgConnection(const PostgresOptions& options);
  PGconn* handle() const { return handle_.get(); }

  // "database music at localhost:5432"
  const std::string& where() const { return where_; }
  // Returns the connection's parameters as libpq resolved them: host, port, user, dbname, password, sslmode, …
  std::map<std::string, std::string> parameters() const;

  void execute(const std::string& sql) override;
  void each(const std::string& sql, const std::vector<std::string>& parameters, const Visit& visit) override;
  std::unique_ptr<RowWriter> rows_into(const std::string& table, std::string_view columns) override;

 private:
  [[noreturn]] void fail(const PGresult* result, const std::string& sql) const {
    fail_statement(handle(), where_, result, sql);
  }
  struct Closer {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  std::unique_ptr<PGconn, Closer> handle_;
  std::string where_;
};

}  // namespace segue::warehouse
