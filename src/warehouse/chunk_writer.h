// Bulk rows into one table, column by column in the table's order, 2,048 rows at a time. Not thread-safe; belongs to
// its connection and to the transaction that is open there.
#pragma once
#include <duckdb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/duckdb.h"

namespace segue::warehouse {

// Texts of one chunk, at addresses that last until clear(). Its blocks are used again.
class TextArena {
 public:
  char* keep(std::string_view text);
  void clear();

 private:
  static constexpr std::size_t kBlock = 1 << 18;
  std::vector<std::vector<char>> blocks_;
  std::size_t at_ = 0, used_ = 0;
};

class ChunkWriter {
 public:
  ChunkWriter(Connection& connection, const std::string& table);  // a table of schema segue_raw
  ~ChunkWriter();
  ChunkWriter(const ChunkWriter&) = delete;

  // One call for each column of a row, then end_row(). "" is null in text_or_null(). Texts are valid UTF-8: nothing
  // looks again (what comes from readers of `formats` is, as JSON parsers refuse anything else).
  ChunkWriter& text(std::string_view value);
  ChunkWriter& text_or_null(std::string_view value) { return value.empty() ? null() : text(value); }
  ChunkWriter& bigint(std::int64_t value);
  ChunkWriter& bigint(const std::optional<std::int64_t>& value) { return value ? bigint(*value) : null(); }
  ChunkWriter& integer(std::int32_t value);  // a date, too: days since 1970
  ChunkWriter& integer(const std::optional<std::int32_t>& value) { return value ? integer(*value) : null(); }
  ChunkWriter& smallint(std::int16_t value);
  ChunkWriter& boolean(const std::optional<bool>& value);
  ChunkWriter& null();
  void end_row();

  // Everything given so far is in the table (of this transaction). Must be called before the commit.
  void flush();

 private:
  void append_chunk();
  [[noreturn]] void fail(const char* what);
  duckdb_appender appender_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<duckdb_vector> vectors_;
  std::vector<void*> values_;
  std::vector<std::uint64_t*> validity_;  // null until the column has one in this chunk
  TextArena arena_;
  std::string table_;
  std::size_t column_ = 0;
  idx_t row_ = 0;
};

}  // namespace segue::warehouse
