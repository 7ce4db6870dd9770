// How it works: fields are encoded as they come; a flush sends all whole rows as one COPY with header and trailer, so
// no COPY is open between flushes. The table's columns are asked once: their names, to compare them with
// the caller's, and their types, because a date and an integer have the same size but count from different days.
#include "warehouse/copy_writer.h"

#include <endian.h>
#include <fmt/core.h>

#include "base/error.h"
#include "warehouse/postgres_fault.h"

namespace segue::warehouse {
namespace {

constexpr std::size_t kSendAt = 8U << 20;
constexpr std::int32_t kDaysTo2000 = 10957;  // PostgreSQL counts dates from 2000-01-01
constexpr Oid kDateType = 1082;
constexpr std::string_view kHeader{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
constexpr std::string_view kTrailer{"\377\377", 2};

template <class Number>
Number in_network_order(Number value) {
  if constexpr (sizeof(Number) == 8) return static_cast<Number>(htobe64(static_cast<std::uint64_t>(value)));
  if constexpr (sizeof(Number) == 4) return static_cast<Number>(htobe32(static_cast<std::uint32_t>(value)));
  if constexpr (sizeof(Number) == 2) return static_cast<Number>(htobe16(static_cast<std::uint16_t>(value)));
  return value;
}

template <class Number>
void append(std::string& to, Number value) {
  const Number ordered = in_network_order(value);
  to.append(reinterpret_cast<const char*>(&ordered), sizeof ordered);
}

}  // namespace

CopyWriter::CopyWriter(PGconn* connection, std::string where, const std::string& table, std::string_view columns)
    : connection_(connection), where_(std::move(where)), table_("segue_raw." + table) {
  const std::string sql = "select * from " + table_ + " where false";
  const PgResult result(PQexec(connection_, sql.c_str()));
  if (PQresultStatus(result.get()) != PGRES_TUPLES_OK) fail_statement(connection_, where_, result.get(), sql);
  std::vector<std::string> of_table;
  for (int i = 0; i < PQnfields(result.get()); ++i) {
    of_table.emplace_back(PQfname(result.get(), i));
    is_date_.push_back(PQftype(result.get(), i) == kDateType);
  }
  require_columns(table, of_table, columns);
}

void CopyWriter::begin_field(std::int32_t bytes) {
  if (column_++ == 0) append(rows_, static_cast<std::int16_t>(is_date_.size()));
  append(rows_, bytes);
}

template <class Number>
RowWriter& CopyWriter::put(Number value) {
  begin_field(sizeof value);
  append(rows_, value);
  return *this;
}

RowWriter& CopyWriter::bigint(std::int64_t value) {
  return put(value);
}

RowWriter& CopyWriter::integer(std::int32_t value) {
  const bool is_date = column_ < is_date_.size() && is_date_[column_];
  return put(is_date ? value - kDaysTo2000 : value);
}

RowWriter& CopyWriter::smallint(std::int16_t value) {
  return put(value);
}

RowWriter& CopyWriter::put_boolean(bool value) {
  return put(static_cast<char>(value ? 1 : 0));
}

RowWriter& CopyWriter::put_text(std::string_view value) {
  begin_field(static_cast<std::int32_t>(value.size()));
  rows_.append(value);
  return *this;
}

RowWriter& CopyWriter::null() {
  begin_field(-1);
  return *this;
}

void CopyWriter::end_row() {
  if (column_ != is_date_.size())
    throw base::Error(base::Fault::internal,
                      fmt::format("a row of {} has {} columns, but {} were given", table_, is_date_.size(), column_));
  column_ = 0;
  row_start_ = rows_.size();
  if (rows_.size() >= kSendAt) flush();
}

void CopyWriter::flush() {
  if (row_start_ == 0) return;
  const std::string sql = "copy " + table_ + " from stdin (format binary)";
  const PgResult begun(PQexec(connection_, sql.c_str()));
  if (PQresultStatus(begun.get()) != PGRES_COPY_IN) fail_statement(connection_, where_, begun.get(), sql);
  const auto send = [&](std::string_view bytes) {
    return PQputCopyData(connection_, bytes.data(), static_cast<int>(bytes.size())) == 1;
  };
  const bool sent = send(kHeader) && send(std::string_view(rows_).substr(0, row_start_)) && send(kTrailer) &&
                    PQputCopyEnd(connection_, nullptr) == 1;
  const PgResult ended(PQgetResult(connection_));
  if (!sent || PQresultStatus(ended.get()) != PGRES_COMMAND_OK) fail_statement(connection_, where_, ended.get(), sql);
  while (const PgResult rest{PQgetResult(connection_)}) {
  }
  rows_.clear();
  row_start_ = 0;
}

}  // namespace segue::warehouse
