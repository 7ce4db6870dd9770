// How it works: values are written straight into the vectors of a data chunk. A full chunk goes to DuckDB's appender,
// which copies it, and is used again. Long texts are kept in an arena until then.
#include "warehouse/chunk_writer.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"

namespace segue::warehouse {

char* TextArena::keep(std::string_view text) {
  if (blocks_.empty() || used_ + text.size() > blocks_[at_].size()) {
    if (!blocks_.empty()) ++at_;
    used_ = 0;
    if (at_ == blocks_.size()) blocks_.emplace_back(std::max(kBlock, text.size()));
    if (blocks_[at_].size() < text.size()) blocks_[at_].resize(text.size());
  }
  char* kept = blocks_[at_].data() + used_;
  std::memcpy(kept, text.data(), text.size());
  used_ += text.size();
  return kept;
}

void TextArena::clear() {
  at_ = used_ = 0;
}

ChunkWriter::ChunkWriter(duckdb_connection connection, const std::string& table) : table_(table) {
  if (duckdb_appender_create(connection, "segue_raw", table.c_str(), &appender_) != DuckDBSuccess) fail("open");
  const idx_t count = duckdb_appender_column_count(appender_);
  std::vector<duckdb_logical_type> types(count);
  for (idx_t i = 0; i < count; ++i) types[i] = duckdb_appender_column_type(appender_, i);
  chunk_ = duckdb_create_data_chunk(types.data(), count);
  for (auto& type : types) duckdb_destroy_logical_type(&type);
  for (idx_t i = 0; i < count; ++i) {
    vectors_.push_back(duckdb_data_chunk_get_vector(chunk_, i));
    values_.push_back(duckdb_vector_get_data(vectors_[i]));
  }
  validity_.assign(count, nullptr);
}

ChunkWriter::~ChunkWriter() {
  duckdb_destroy_data_chunk(&chunk_);
  if (appender_ != nullptr) duckdb_appender_destroy(&appender_);
}

void ChunkWriter::fail(const char* what) {
  const char* error = appender_ != nullptr ? duckdb_appender_error(appender_) : nullptr;
  throw base::Error(base::Fault::internal, fmt::format("DuckDB: cannot {} an appender on segue_raw.{}: {}", what,
                                                       table_, error != nullptr ? error : "unknown"));
}

// Fills DuckDB's string by hand: a short text inline, a long one as a pointer into our arena. The append copies the
// text, so this saves DuckDB's check and its copy to the heap.
RowWriter& ChunkWriter::put_text(std::string_view value) {
  duckdb_string_t& text = static_cast<duckdb_string_t*>(values_[column_++])[row_];
  text.value.inlined.length = static_cast<std::uint32_t>(value.size());
  if (value.size() <= sizeof text.value.inlined.inlined) {
    std::memset(text.value.inlined.inlined, 0, sizeof text.value.inlined.inlined);
    std::memcpy(text.value.inlined.inlined, value.data(), value.size());
    return *this;
  }
  std::memcpy(text.value.pointer.prefix, value.data(), sizeof text.value.pointer.prefix);
  text.value.pointer.ptr = arena_.keep(value);
  return *this;
}

RowWriter& ChunkWriter::bigint(std::int64_t value) {
  static_cast<std::int64_t*>(values_[column_++])[row_] = value;
  return *this;
}

RowWriter& ChunkWriter::integer(std::int32_t value) {
  static_cast<std::int32_t*>(values_[column_++])[row_] = value;
  return *this;
}

RowWriter& ChunkWriter::smallint(std::int16_t value) {
  static_cast<std::int16_t*>(values_[column_++])[row_] = value;
  return *this;
}

RowWriter& ChunkWriter::put_boolean(bool value) {
  static_cast<bool*>(values_[column_++])[row_] = value;
  return *this;
}

RowWriter& ChunkWriter::null() {
  if (validity_[column_] == nullptr) {
    duckdb_vector_ensure_validity_writable(vectors_[column_]);
    validity_[column_] = duckdb_vector_get_validity(vectors_[column_]);
  }
  duckdb_validity_set_row_invalid(validity_[column_++], row_);
  return *this;
}

void ChunkWriter::end_row() {
  if (column_ != vectors_.size())
    throw base::Error(base::Fault::internal, fmt::format("a row of segue_raw.{} has {} columns, but {} were given",
                                                         table_, vectors_.size(), column_));
  column_ = 0;
  if (++row_ == duckdb_vector_size()) append_chunk();
}

void ChunkWriter::append_chunk() {
  if (row_ == 0) return;
  duckdb_data_chunk_set_size(chunk_, row_);
  if (duckdb_append_data_chunk(appender_, chunk_) != DuckDBSuccess) fail("append to");
  duckdb_data_chunk_reset(chunk_);
  arena_.clear();
  row_ = 0;
  for (std::size_t i = 0; i < vectors_.size(); ++i) {
    // Pointers from before the reset may be stale.
    vectors_[i] = duckdb_data_chunk_get_vector(chunk_, i);
    values_[i] = duckdb_vector_get_data(vectors_[i]);
    validity_[i] = nullptr;
  }
}

void ChunkWriter::flush() {
  append_chunk();
  if (duckdb_appender_flush(appender_) != DuckDBSuccess) fail("flush");
}

}  // namespace segue::warehouse
