// Writes bulk rows into DuckDB, 2,048 at a time.
#pragma once
#include <duckdb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "warehouse/connection.h"

namespace segue::warehouse {

// Keeps the texts of one chunk, at addresses that last until clear(). Its blocks are used again.
class TextArena {
 public:
  char* keep(std::string_view text);
  void clear();

 private:
  static constexpr std::size_t kBlock = 1 << 18;
  std::vector<std::vector<char>> blocks_;
  std::size_t at_ = 0, used_ = 0;
};

class ChunkWriter final : public RowWriter {
 public:
  using RowWriter::bigint;
  using RowWriter::integer;
  ChunkWriter(duckdb_connection connection, const std::string& table);  // a table of schema segue_raw
  ~ChunkWriter() override;
  ChunkWriter(const ChunkWriter&) = delete;

  RowWriter& bigint(std::int64_t value) override;
  RowWriter& integer(std::int32_t value) override;
  RowWriter& smallint(std::int16_t value) override;
  RowWriter& null() override;
  void end_row() override;
  void flush() override;

 private:
  RowWriter& put_text(std::string_view value) override;
  RowWriter& put_boolean(bool value) override;
  void append_chunk();
  [[noreturn]] void fail(const char* what);
  duckdb_appender appender_ = nullptr;
  duckdb_data_chunk chunk_ = nullptr;
  std::vector<duckdb_vector> vectors_;
  std::vector<void*> values_;
  std::vector<std::uint64_t*> validity_;  // nullptr until the column has a null in this chunk
  TextArena arena_;
  std::string table_;
  std::size_t column_ = 0;
  idx_t row_ = 0;
};

}  // namespace segue::warehouse
