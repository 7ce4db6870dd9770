// Records of a CSV file as rows, accepted or rejected.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formats/csv.h"
#include "formats/formats.h"

namespace segue::formats {

using Record = std::vector<std::string>;

// Why a row with a zero byte in it is rejected.
inline constexpr const char* kZeroBytes =
    "zero bytes stand in this row: the download or the disk was damaged; download it again";

// Where a table's header stands: tools write a few lines of their own before it.
struct Header {
  Record names;  // in lower case, without blanks around them
  char delimiter = ',';
  std::size_t begin = 0, lines_before = 0;
};
// The first of 40 lines that one of the delimiters cuts into what `is_header` knows.
std::optional<Header> find_header(std::string_view head, std::string_view delimiters,
                                  const std::function<bool(const Record& names)>& is_header);

// Visits what is left of `reader` below `header` (empty where the file has none); a RowFault of the visit rejects the
// record. An open quote refuses the file and names its line, of which `lines_before` stand before the reader's first.
// So does a header that swallowed all rows, because they end in characters that end no line.
Outcome read_records(CsvReader& reader, const Record& header, std::size_t lines_before, Sink& sink,
                     const std::function<void(std::int64_t ordinal, const Record& record)>& visit);

}  // namespace segue::formats
