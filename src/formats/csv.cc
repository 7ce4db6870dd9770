// How it works: fields are cut off the front of a view in one pass. A field that begins with a quote runs to its
// closing quote; what follows, and any other field, runs to the delimiter or the line end. The line end is decided once
// for a file, because CR alone ends lines only where no LF does.
#include "formats/csv.h"

#include <algorithm>

#include "formats/encoding.h"

namespace segue::formats {

LineEnds line_ends_of(std::string_view bytes) {
  constexpr std::size_t kHead = 65536;
  bytes = bytes.substr(0, kHead);
  bool is_quoted = false, has_cr = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '"') is_quoted = !is_quoted;
    // A line end in a quoted field ends no record.
    if (is_quoted) continue;
    if (bytes[i] == '\n') return LineEnds::lf;
    has_cr = has_cr || bytes[i] == '\r';
  }
  return has_cr ? LineEnds::cr : LineEnds::lf;
}

CsvReader::CsvReader(std::string_view bytes, char delimiter, LineEnds ends)
    : rest_(without_mark(bytes)), delimiter_(delimiter), ends_(ends) {}

bool CsvReader::at_line_end() const {
  return rest_.starts_with("\n") || rest_.starts_with("\r\n") || (ends_ == LineEnds::cr && rest_.starts_with('\r'));
}

void CsvReader::pass_line_end() {
  rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);
  ++line_;
}

void CsvReader::field(std::string& into) {
  into.clear();
  if (rest_.starts_with('"')) {
    rest_.remove_prefix(1);
    for (;;) {
      const std::size_t quote = rest_.find('"');
      const std::string_view text = rest_.substr(0, quote);
      into += text;
      line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
      if (quote == std::string_view::npos) {
        has_open_quote_ = true;
        rest_ = {};
        return;
      }
      rest_.remove_prefix(quote + 1);
      // A doubled quote stands for one; any other quote closes the field.
      if (!rest_.starts_with('"')) break;
      into += '"';
      rest_.remove_prefix(1);
    }
  }
  while (!rest_.empty() && rest_.front() != delimiter_ && !at_line_end()) {
    into += rest_.front();
    rest_.remove_prefix(1);
  }
}

bool CsvReader::next(std::vector<std::string>& fields) {
  while (at_line_end()) pass_line_end();
  if (rest_.empty()) return false;
  record_line_ = line_;
  std::size_t count = 0;
  for (;;) {
    if (count == fields.size()) fields.emplace_back();
    field(fields[count++]);
    if (rest_.empty() || rest_.front() != delimiter_) break;
    rest_.remove_prefix(1);
  }
  fields.resize(count);
  if (!rest_.empty()) pass_line_end();
  return true;
}

}  // namespace segue::formats
