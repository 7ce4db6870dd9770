// How it works: a header may have other lines above it, so it is searched in the first 40 lines, with every delimiter.
// Each record then goes to `visit`; a RowFault rejects that record alone.
#include "formats/csv_rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "formats/json_fields.h"
#include "formats/lines.h"

namespace segue::formats {
namespace {

// Returns whether the field has a character that ends lines in some programs and not in CSV.
bool has_line_end(std::string_view field) {
  for (const std::string_view end : {"\r", "\v", "\f", "\x1E", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"})
    if (field.find(end) != std::string_view::npos) return true;
  return false;
}

bool has_zero_byte(std::string_view field) {
  return field.find('\0') != std::string_view::npos;
}

}  // namespace

std::optional<Header> find_header(std::string_view head, std::string_view delimiters,
                                  const std::function<bool(const Record& names)>& is_header) {
  constexpr std::size_t kLines = 40;
  const LineEnds ends = line_ends_of(head);
  std::string_view rest = head;
  Header header;
  for (; header.lines_before < kLines && !rest.empty(); ++header.lines_before) {
    header.begin = head.size() - rest.size();
    for (const char delimiter : delimiters) {
      header.delimiter = delimiter;
      if (!CsvReader(rest, delimiter, ends).next(header.names)) return std::nullopt;
      for (std::string& name : header.names) name = base::lower(base::trimmed(name));
      if (is_header(header.names)) return header;
    }
    cut_line(rest);
  }
  return std::nullopt;
}

Outcome read_records(CsvReader& reader, const Record& header, std::size_t lines_before, Sink& sink,
                     const std::function<void(std::int64_t ordinal, const Record& record)>& visit) {
  Outcome outcome;
  Record record;
  while (reader.next(record)) {
    if (reader.has_open_quote())
      return {{}, Refusal{fmt::format("line {}: a quote is not closed", lines_before + reader.line())}};
    const std::int64_t ordinal = outcome.counts.rows++;
    try {
      if (std::any_of(record.begin(), record.end(), has_zero_byte)) throw RowFault{"", kZeroBytes};
      visit(ordinal, record);
    } catch (RowFault& fault) {
      ++outcome.counts.rejected;
      sink.reject({ordinal, std::move(fault.field), std::move(fault.reason)});
    }
  }
  if (outcome.counts.rows == 0 && std::any_of(header.begin(), header.end(), has_line_end))
    return {{},
            Refusal{"no row below its header could be read: its lines end in other characters than line feeds. Save it "
                    "with line feeds (in a spreadsheet: as CSV UTF-8)"}};
  return outcome;
}

}  // namespace segue::formats
