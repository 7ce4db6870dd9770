// Records of RFC 4180: quoted fields, "" for a quote, line breaks inside quotes; CRLF, LF, or CR alone in a file that
// has no other line end outside quotes; any one-byte delimiter.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace segue::formats {

enum class LineEnds { lf, cr };
// Of the head of a file.
LineEnds line_ends_of(std::string_view bytes);

class CsvReader {
 public:
  // `bytes` outlives the reader; a byte order mark before them is passed over.
  CsvReader(std::string_view bytes, char delimiter) : CsvReader(bytes, delimiter, line_ends_of(bytes)) {}
  CsvReader(std::string_view bytes, char delimiter, LineEnds ends);

  // The next record; empty lines are none. False at the end. A quote inside a field that does not begin with one is
  // itself (12" mix), and what stands between a closing quote and the delimiter is kept behind it.
  bool next(std::vector<std::string>& fields);

  // The last record's quote was open where the bytes ended: the file is cut, or a quote too many stands in it.
  bool has_open_quote() const { return has_open_quote_; }
  // Of the file, counted from 1, on which the last record began.
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
