// What people read: short tables that fit 80 columns. What programs read: one line of JSON.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace segue::cli {

// Columns of `width` terminal cells; a longer text is cut with "…". Numbers go right. A last column of kWhole is never
// cut: what went wrong and how it is mended has to be read to its end.
inline constexpr std::size_t kWhole = 0;
struct Column {
  std::string title;
  std::size_t width;
  bool right = false;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
  Table& row(std::vector<std::string> cells);
  std::string str() const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Terminal cells of a UTF-8 text: wide East Asian characters count two, marks none.
std::size_t cells(std::string_view text);
std::string fitted(std::string_view text, std::size_t width, bool right = false);
using base::with_commas;
std::string as_hours(std::int64_t ms);  // "1,234 h" or "12 min"

// stdout, flushed.
void print(std::string_view text);
// One line that rewrites itself on a terminal's stderr; nothing elsewhere.
void progress(std::string_view text);
void end_progress();

}  // namespace segue::cli
