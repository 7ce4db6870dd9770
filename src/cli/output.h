// Prints for people, in short tables that fit 80 columns, and for programs, in one line of JSON.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace segue::cli {

// A column of `width` terminal cells; a longer text is cut with "…". `right` is for numbers. A last column of width
// kWhole is never cut, because an error and its cure must be read to the end.
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

// Returns the terminal cells of a UTF-8 text: wide East Asian characters have two, marks none.
std::size_t cells(std::string_view text);
std::string fitted(std::string_view text, std::size_t width, bool right = false);
using base::with_commas;
std::string as_hours(std::int64_t ms);  // "1,234 h" or "12 min"

// Writes to stdout and flushes it.
void print(std::string_view text);
// Replaces one line on stderr if that is a terminal; else writes nothing.
void progress(std::string_view text);
void end_progress();

}  // namespace segue::cli
