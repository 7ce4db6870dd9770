// Writes bulk rows into PostgreSQL by COPY … FROM STDIN in binary, a few megabytes at a time, so that other statements
// can run on the connection between two flushes. https://www.postgresql.org/docs/15/sql-copy.html has the format under
// "Binary Format".
#pragma once
#include <libpq-fe.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/connection.h"

namespace segue::warehouse {

class CopyWriter final : public RowWriter {
 public:
  using RowWriter::bigint;
  using RowWriter::integer;
  // `where` names the database in messages; the table is one of schema segue_raw. `columns` as in rows_into().
  CopyWriter(PGconn* connection, std::string where, const std::string& table, std::string_view columns);

  RowWriter& bigint(std::int64_t value) override;
  RowWriter& integer(std::int32_t value) override;
  RowWriter& smallint(std::int16_t value) override;
  RowWriter& null() override;
  void end_row() override;
  void flush() override;

 private:
  RowWriter& put_text(std::string_view value) override;
  RowWriter& put_boolean(bool value) override;
  void begin_field(std::int32_t bytes);  // -1: null
  template <class Number>
  RowWriter& put(Number value);
  PGconn* connection_;
  std::string where_, table_;
  std::vector<bool> is_date_;  // by column
  std::string rows_;           // rows not yet sent, in COPY's format
  std::size_t row_start_ = 0;  // where the open row begins in rows_
  std::size_t column_ = 0;
};

}  // namespace segue::warehouse
