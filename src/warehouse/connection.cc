#include "warehouse/connection.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/log.h"

namespace segue::warehouse {

RowWriter& RowWriter::text(std::string_view value) {
  if (value.find('\0') == std::string_view::npos) return put_text(value);
  std::string shown;
  for (const char c : value) c == '\0' ? shown.append("\xEF\xBF\xBD") : shown.append(1, c);
  return put_text(shown);
}

std::int64_t Connection::number(const std::string& sql, const std::vector<std::string>& parameters) {
  std::int64_t value = 0;
  bool first = true;
  each(sql, parameters, [&](const Row& row) {
    if (first) value = row.bigint(0);
    first = false;
  });
  return value;
}

bool has_table(Connection& connection, const std::string& schema, const std::string& table) {
  return connection.number("select count(*) from information_schema.tables where table_schema = $1 and table_name = $2",
                           {schema, table}) > 0;
}

std::string sql_ms(std::string_view timestamp) {
  return fmt::format("cast(round(extract(epoch from {}) * 1000) as bigint)", timestamp);
}

std::string quoted_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

void require_columns(const std::string& table, const std::vector<std::string>& of_table, std::string_view named) {
  const std::string columns = fmt::format("{}", fmt::join(of_table, ", "));
  if (named == columns) return;
  throw base::Error(
      base::Fault::internal,
      fmt::format("rows for segue_raw.{} name the columns \"{}\", but the table has \"{}\": name all of them, "
                  "in the table's order",
                  table, named, columns));
}

std::string shortened(const std::string& sql) {
  std::string line;
  for (const char c : sql) {
    const bool is_blank = c == ' ' || c == '\n';
    if (!is_blank) line += c;
    if (is_blank && !line.empty() && line.back() != ' ') line += ' ';
  }
  if (line.ends_with(' ')) line.pop_back();
  return line.size() <= 200 ? line : line.substr(0, 200) + "…";
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    connection_.execute("rollback");
  } catch (const std::exception& error) {
    spdlog::debug("rollback failed: {}", error.what());  // a failed commit has rolled back, and its error was thrown
  }
}

void Transaction::commit() {
  connection_.execute("commit");
  open_ = false;
}

}  // namespace segue::warehouse
