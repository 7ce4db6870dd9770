// Reads the records of a CSV file as rows, accepted or rejected.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formats/csv.h"
#include "formats/formats.h"

namespace segue::formats {

using Record = std::vector<std::string>;

// The reason with which a row that has a zero byte is rejected.
inline constexpr const char* kZeroBytes =
    "this row contains zero bytes: the download or the disk was damaged; download it again";

// The header of a table and its place: tools write a few lines of their own before it.
struct Header {
  Record names;  // in lower case, without blanks around them
  char delimiter = ',';
  std::size_t begin = 0, lines_before = 0;
};
// Returns the first of 40 lines that one of the delimiters cuts into names that `is_header` accepts, else nothing.
std::optional<Header> find_header(std::string_view head, std::string_view delimiters,
                                  const std::function<bool(const Record& names)>& is_header);

// Visits the remaining records of `reader`; a RowFault of the visit rejects the record. Refuses a file with an open
// quote and names its line; `lines_before` lines of the file are before the reader's first. Also refuses a file whose
// `header` (empty if there is none) swallowed all rows, because they end in characters that end no line.
Outcome read_records(CsvReader& reader, const Record& header, std::size_t lines_before, Sink& sink,
                     const std::function<void(std::int64_t ordinal, const Record& record)>& visit);

}  // namespace segue::formats
