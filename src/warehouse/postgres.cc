// How it works: the URL is checked before the connection is made, and messages name a database by name, host and port:
// libpq's own messages about a URL may show the password. Failures are told apart by SQLSTATE where there is one.
#include "warehouse/postgres.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "base/log.h"
#include "warehouse/copy_writer.h"

namespace segue::warehouse {
namespace {

using base::Error;
using base::Fault;

constexpr Oid kTextType = 25;

struct OptionsCloser {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsCloser>;

// A row of a result in text format; the result holds one row.
class TextRow final : public Row {
 public:
  explicit TextRow(const PGresult* result) : result_(result) {}
  bool is_null(std::size_t column) const override { return PQgetisnull(result_, 0, static_cast<int>(column)) != 0; }
  std::string_view text(std::size_t column) const override {
    const int at = static_cast<int>(column);
    return {PQgetvalue(result_, 0, at), static_cast<std::size_t>(PQgetlength(result_, 0, at))};
  }
  std::int64_t bigint(std::size_t column) const override { return parsed<std::int64_t>(column); }
  double real(std::size_t column) const override { return parsed<double>(column); }

 private:
  template <class Value>
  Value parsed(std::size_t column) const {
    const std::string_view digits = text(column);
    Value value{};
    if (digits.empty()) return value;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size())
      throw Error(Fault::internal, fmt::format("PostgreSQL gave \"{}\" where a number was asked for", digits));
    return value;
  }
  const PGresult* result_;
};

// Reads the rest of a statement's results when its visitor threw: until then the connection takes no other statement.
class Draining {
 public:
  explicit Draining(PGconn* connection) : connection_(connection) {}
  ~Draining() {
    while (PGresult* rest = PQgetResult(connection_)) PQclear(rest);
  }

 private:
  PGconn* connection_;
};

// Returns the URL's first parameter that libpq does not know, or "". libpq's own message cannot be shown: it may hold
// the password. The search begins behind the last "@", because a password may have a "?".
std::string unknown_parameter(const std::string& url) {
  const std::size_t at = url.rfind('@');
  std::size_t from = url.find('?', at == std::string::npos ? 0 : at);
  const Options known(PQconndefaults());
  while (from != std::string::npos) {
    const std::size_t end = url.find('&', ++from);
    const std::string name = url.substr(from, std::min(url.find('=', from), end) - from);
    bool is_known = name == "ssl";
    for (const PQconninfoOption* one = known.get(); one != nullptr && one->keyword != nullptr; ++one)
      is_known = is_known || name == one->keyword;
    if (!is_known) return name;
    from = end;
  }
  return {};
}

std::string host_in(const PQconninfoOption* options) {
  for (const PQconninfoOption* one = options; one != nullptr && one->keyword != nullptr; ++one)
    if (std::string_view(one->keyword) == "host" && one->val != nullptr) return one->val;
  return {};
}

constexpr const char* kUrlPlace = "([warehouse] url in config.toml, or SEGUE_WAREHOUSE_URL)";

void check_url(const std::string& url) {
  char* why = nullptr;
  const Options parsed(PQconninfoParse(url.c_str(), &why));
  PQfreemem(why);  // not shown: it may hold the password
  const bool is_one = url.starts_with("postgresql://") || url.starts_with("postgres://");
  if (is_one && parsed && host_in(parsed.get()).find('@') == std::string::npos) return;
  if (url.starts_with('"') || url.starts_with('\''))
    throw Error(Fault::usage,
                fmt::format("the warehouse's URL begins with a quote: remove the quotes around it {}", kUrlPlace));
  if (is_one && parsed)
    throw Error(Fault::usage, fmt::format("the warehouse's URL has more than one @: write %40 for one in the password, "
                                          "or take the password out of it and set PGPASSWORD or ~/.pgpass {}",
                                          kUrlPlace));
  if (const std::string name = is_one ? unknown_parameter(url) : ""; !name.empty())
    throw Error(Fault::usage, fmt::format("the warehouse's URL has a parameter \"{}\", which PostgreSQL does not know: "
                                          "remove or correct it; sslmode is one that PostgreSQL knows {}",
                                          name, kUrlPlace));
  throw Error(Fault::usage,
              fmt::format("the warehouse's URL is not one of PostgreSQL: write it as "
                          "postgresql://user@host:5432/database {}; a password belongs into PGPASSWORD or ~/.pgpass",
                          kUrlPlace));
}

PGconn* connect(const std::string& url) {
  // Defaults. The URL, given last, wins over them; PGCONNECT_TIMEOUT wins over connect_timeout.
  std::vector<const char*> names{"keepalives_idle", "tcp_user_timeout", "fallback_application_name"};
  std::vector<const char*> values{"30", "60000", "segue"};
  if (std::getenv("PGCONNECT_TIMEOUT") == nullptr) {
    names.push_back("connect_timeout");
    values.push_back("10");
  }
  names.insert(names.end(), {"dbname", nullptr});
  values.insert(values.end(), {url.c_str(), nullptr});
  return PQconnectdbParams(names.data(), values.data(), 1);
}

std::string place_of(const PGconn* connection) {
  const auto shown = [](const char* text) { return text != nullptr ? std::string(text) : std::string(); };
  return fmt::format("database {} at {}:{}", shown(PQdb(connection)), shown(PQhost(connection)),
                     shown(PQport(connection)));
}

// Throws the error that a failure to connect means. libpq gives no SQLSTATE for it, and the server's text may be in any
// language: a refused role is recognised by libpq's flag, and by the server having answered at all.
[[noreturn]] void fail_to_connect(PGconn* connection) {
  const std::string why = one_line(PQerrorMessage(connection));
  const std::string where = place_of(connection);
  if (PQconnectionNeedsPassword(connection) != 0)
    throw Error(Fault::usage, fmt::format("PostgreSQL, {}: it asks for a password for {}: set PGPASSWORD or ~/.pgpass",
                                          where, PQuser(connection)));
  if (why.find("startup parameter") != std::string::npos)
    throw Error(
        Fault::usage,
        fmt::format("PostgreSQL, {}: {}: a pooler answers there and accepts no start-up options: unset PGOPTIONS and "
                    "remove options= from the URL, or name the server itself instead of the pooler",
                    where, why));
  if (PQconnectionUsedPassword(connection) != 0 || why.find("FATAL:") != std::string::npos) {
    if (why.find("starting up") == std::string::npos && why.find("shutting down") == std::string::npos &&
        why.find("too many") == std::string::npos)
      throw Error(Fault::usage,
                  fmt::format("PostgreSQL, {}: {}: check the role, its password (PGPASSWORD or ~/.pgpass) and the name "
                              "of the database",
                              where, why));
  }
  throw Error(Fault::upstream,
              fmt::format("PostgreSQL, {}: no server answers there: {}: is it running, and are host and port right?",
                          where, why));
}

void ignore_notice(void*, const char* message) {
  spdlog::debug("PostgreSQL: {}", one_line(message));
}

}  // namespace

PgConnection::PgConnection(const PostgresOptions& options) {
  check_url(options.url);
  handle_.reset(connect(options.url));
  if (PQstatus(handle()) != CONNECTION_OK) fail_to_connect(handle());
  where_ = place_of(handle());
  PQsetNoticeProcessor(handle(), ignore_notice, nullptr);
  // synchronous_commit may be off: a crash loses the last seconds, an object's rows together with its ledger row, and
  // the next load reads them from the lake again.
  execute(R"sql(
    set client_min_messages = warning;
    set timezone = 'UTC';
    set datestyle = 'ISO, YMD';
    set client_encoding = 'UTF8';
    set synchronous_commit = off;
    set extra_float_digits = 1;
    set statement_timeout = 0;
    set idle_in_transaction_session_timeout = 0
  )sql");
  std::string encoding;
  each("select pg_encoding_to_char(encoding) from pg_database where datname = current_database()",
       [&](const Row& row) { encoding = row.text(0); });
  if (encoding != "UTF8")
    throw Error(Fault::usage, fmt::format("PostgreSQL, {}: its encoding is {}: segue needs a database in UTF8 (create "
                                          "database … encoding 'UTF8' template template0)",
                                          where_, encoding));
  if (PQserverVersion(handle()) < 130000)
    throw Error(Fault::usage, fmt::format("PostgreSQL, {}: segue needs version 13 or newer, but this is {}", where_,
                                          PQparameterStatus(handle(), "server_version")));
}

std::map<std::string, std::string> PgConnection::parameters() const {
  std::map<std::string, std::string> found;
  const Options all(PQconninfo(handle()));
  for (const PQconninfoOption* one = all.get(); one != nullptr && one->keyword != nullptr; ++one)
    if (one->val != nullptr && *one->val != '\0') found[one->keyword] = one->val;
  found["host"] = PQhost(handle());
  found["port"] = PQport(handle());
  found["password"] = PQpass(handle());  // also if it came from ~/.pgpass
  return found;
}

void PgConnection::execute(const std::string& sql) {
  const PgResult result(PQexec(handle(), sql.c_str()));
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(result.get(), sql);
}

void PgConnection::each(const std::string& sql, const std::vector<std::string>& parameters, const Visit& visit) {
  std::vector<const char*> values;
  for (const auto& parameter : parameters) values.push_back(parameter.c_str());
  const std::vector<Oid> types(parameters.size(), kTextType);
  if (PQsendQueryParams(handle(), sql.c_str(), static_cast<int>(values.size()), types.data(), values.data(), nullptr,
                        nullptr, 0) != 1)
    fail(nullptr, sql);
  // Before row mode: from here on results are pending.
  const Draining draining(handle());
  // Row by row, so that a large result never is in memory as a whole.
  PQsetSingleRowMode(handle());
  while (const PgResult result{PQgetResult(handle())}) {
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_SINGLE_TUPLE)
      visit(TextRow(result.get()));
    else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
      fail(result.get(), sql);
  }
}

std::unique_ptr<RowWriter> PgConnection::rows_into(const std::string& table, std::string_view columns) {
  return std::make_unique<CopyWriter>(handle(), where_, table, columns);
}

}  // namespace segue::warehouse
