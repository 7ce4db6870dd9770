// Reads records of RFC 4180: quoted fields, "" for a quote, line breaks inside quotes; CRLF, LF, or CR alone in a file
// that has no other line end outside quotes; any one-byte delimiter.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace segue::formats {

enum class LineEnds { lf, cr };
// Returns how lines end, by the head of a file.
LineEnds line_ends_of(std::string_view bytes);

class CsvReader {
 public:
  // `bytes` outlives the reader; a byte order mark before them is skipped.
  CsvReader(std::string_view bytes, char delimiter) : CsvReader(bytes, delimiter, line_ends_of(bytes)) {}
  CsvReader(std::string_view bytes, char delimiter, LineEnds ends);

  // Reads the next record and skips empty lines. Returns false at the end. A quote inside a field that does not begin
  // with one is text (12" mix); text between a closing quote and the delimiter stays at the end of the field.
  bool next(std::vector<std::string>& fields);

  // Returns whether a quote of the last record was open at the end: the file is cut, or has a quote too many.
  bool has_open_quote() const { return has_open_quote_; }
  // Returns the line, counted from 1, on which the last record began.
  std::size_t line() const { return record_line_; }

 private:
  void field(std::string& into);
  bool at_line_end() const;
  void pass_line_end();

  std::string_view rest_;
  char delimiter_;
  LineEnds ends_;
  bool has_open_quote_ = false;
  std::size_t line_ = 1, record_line_ = 1;
};

}  // namespace segue::formats
