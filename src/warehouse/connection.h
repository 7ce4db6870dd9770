// The database as the rooms above see it: statements, rows, bulk rows, a transaction. Two engines implement it.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::warehouse {

// One row of a result, valid while it is visited.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(std::size_t column) const = 0;
  virtual std::string_view text(std::size_t column) const = 0;  // varchar; "" for null; lives during the visit
  virtual std::int64_t bigint(std::size_t column) const = 0;    // bigint or integer, 0 for null
  virtual double real(std::size_t column) const = 0;            // double precision, 0 for null
  std::optional<std::int64_t> maybe_bigint(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional(bigint(column));
  }
};

// Writes bulk rows into one table, column by column in the order in which rows_into() named them. Not thread-safe;
// belongs to its connection and to the transaction that is open there.
class RowWriter {
 public:
  virtual ~RowWriter() = default;

  // One call for each column of a row, then end_row(). "" is null in text_or_null(). Texts must be valid UTF-8 and are
  // not checked again (texts from readers of `formats` are, as JSON parsers refuse anything else). U+0000, which
  // PostgreSQL cannot hold, becomes U+FFFD.
  RowWriter& text(std::string_view value);
  RowWriter& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }
  virtual RowWriter& bigint(std::int64_t value) = 0;
  RowWriter& bigint(const std::optional<std::int64_t>& value) { return value ? bigint(*value) : null(); }
  virtual RowWriter& integer(std::int32_t value) = 0;  // also for dates, as days since 1970
  RowWriter& integer(const std::optional<std::int32_t>& value) { return value ? integer(*value) : null(); }
  virtual RowWriter& smallint(std::int16_t value) = 0;
  RowWriter& boolean(const std::optional<bool>& value) { return value ? put_boolean(*value) : null(); }
  virtual RowWriter& null() = 0;
  // Throws Error(internal) when the row has too few columns.
  virtual void end_row() = 0;

  // Puts all rows given so far into the table, within the transaction. Must be called before the commit.
  virtual void flush() = 0;

 private:
  virtual RowWriter& put_text(std::string_view value) = 0;
  virtual RowWriter& put_boolean(bool value) = 0;
};

// Not thread-safe: each thread needs its own.
class Connection {
 public:
  using Visit = std::function<void(const Row&)>;
  virtual ~Connection() = default;

  // Runs one or several statements; throws Error naming the failing text.
  virtual void execute(const std::string& sql) = 0;
  // Visits each row of a query. Cast columns in SQL to varchar, bigint or double precision: Row reads these only.
  // `parameters` fill $1, $2, … as text. No other statement may run on this connection during a visit.
  virtual void each(const std::string& sql, const std::vector<std::string>& parameters, const Visit& visit) = 0;
  void each(const std::string& sql, const Visit& visit) { each(sql, {}, visit); }
  // Returns the first column of the first row, or 0 if there is no row.
  std::int64_t number(const std::string& sql, const std::vector<std::string>& parameters = {});
  // Returns a writer into a table of schema segue_raw. `columns` names every column of the table in the table's order
  // ("user_id, object, rows"), and rows give their values in that order. Throws Error(internal) where the names differ
  // from the table's: two texts in the wrong order would load without a word.
  virtual std::unique_ptr<RowWriter> rows_into(const std::string& table, std::string_view columns) = 0;
};

// Returns whether the database has the table or view. Marts of an older segue may lack some.
bool has_table(Connection& connection, const std::string& schema, const std::string& table);

// Returns SQL for a timestamp expression's milliseconds since 1970, which both engines compute alike.
std::string sql_ms(std::string_view timestamp);

// Returns a name as SQL writes it, in double quotes.
std::string quoted_name(std::string_view name);

// Throws Error(internal), which names the table and both lists, unless `named` ("a, b") are the table's columns in its
// order.
void require_columns(const std::string& table, const std::vector<std::string>& of_table, std::string_view named);

// Returns a statement on one line, cut so that it fits into a message.
std::string shortened(const std::string& sql);

// A transaction that begins at once and rolls back unless committed.
class [[nodiscard]] Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) { connection_.execute("begin transaction"); }
  Transaction(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace segue::warehouse
