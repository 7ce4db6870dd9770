// How it works: DuckDB writes its own tables itself. PostgreSQL's rows are fetched as text, put into a scratch DuckDB
// as text, and cast back to their types by the final query. So one writer of files serves both engines.
#include "warehouse/table_copy.h"

#include <fmt/core.h>

#include "warehouse/duckdb.h"

namespace segue::warehouse {
namespace {

namespace fs = std::filesystem;

std::string quoted_text(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

// Writes a query's rows into the file. Sorting by all columns makes the file independent of the engine's order of rows.
void copy(Connection& duckdb, const std::string& query, const fs::path& file, FileFormat format) {
  const char* how = format == FileFormat::parquet ? "format parquet, compression zstd" : "format csv, header true";
  duckdb.execute(fmt::format("copy ({} order by all) to {} ({})", query, quoted_text(file.string()), how));
}

struct ColumnOf {
  std::string name, type;
};

std::vector<ColumnOf> columns_of(Connection& connection, const std::string& table) {
  const std::size_t dot = table.find('.');
  std::vector<ColumnOf> columns;
  connection.each(
      R"sql(
        select column_name, cast(data_type as varchar)
        from information_schema.columns
        where table_schema = $1 and table_name = $2
        order by ordinal_position
      )sql",
      {table.substr(0, dot), table.substr(dot + 1)},
      [&](const Row& row) { columns.push_back({std::string(row.text(0)), std::string(row.text(1))}); });
  return columns;
}

// The scratch file and its .wal, removed whatever happens.
class Scratch {
 public:
  explicit Scratch(const fs::path& file) : path_(file.string() + ".rows.tmp") { remove(); }
  ~Scratch() { remove(); }
  Scratch(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  void remove() const {
    std::error_code ignored;
    fs::remove(path_, ignored);
    fs::remove(path_.string() + ".wal", ignored);
  }
  fs::path path_;
};

}  // namespace

std::int64_t copy_table(Connection& duckdb, const std::string& table, const fs::path& file, FileFormat format) {
  copy(duckdb, "select * from " + table, file, format);
  return duckdb.number("select count(*) from " + table);
}

std::int64_t copy_table_through(Connection& connection, const std::string& table, const fs::path& file,
                                FileFormat format) {
  const auto columns = columns_of(connection, table);
  std::string names, asked, made, typed;
  for (const ColumnOf& column : columns) {
    const std::string name = quoted_name(column.name);
    const char* comma = asked.empty() ? "" : ", ";
    names += comma + column.name;
    asked += fmt::format("{}cast({} as varchar)", comma, name);
    made += fmt::format("{}{} varchar", comma, name);
    typed += fmt::format("{}cast({} as {}) as {}", comma, name, column.type, name);
  }
  const Scratch scratch(file);
  const Database database(scratch.path(), Access::read_write);
  DuckDbConnection duckdb(database);
  duckdb.execute("create schema segue_raw; create table segue_raw.copied (" + made + ")");
  std::int64_t rows = 0;
  {
    const auto writer = duckdb.rows_into("copied", names);
    connection.each(fmt::format("select {} from {}", asked, table), [&](const Row& row) {
      for (std::size_t i = 0; i < columns.size(); ++i) row.is_null(i) ? writer->null() : writer->text(row.text(i));
      writer->end_row();
      ++rows;
    });
    writer->flush();
  }
  copy(duckdb, "select " + typed + " from segue_raw.copied", file, format);
  return rows;
}

std::vector<std::string> tables_in(Connection& connection, const std::string& schema) {
  std::vector<std::string> tables;
  connection.each(
      R"sql(
        select table_name
        from information_schema.tables
        where table_schema = $1 and table_name <> 'made_by_segue'
        order by 1
      )sql",
      {schema}, [&](const Row& row) { tables.emplace_back(row.text(0)); });
  return tables;
}

}  // namespace segue::warehouse
