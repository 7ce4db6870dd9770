#include "formats/lines.h"

#include <fmt/core.h>

namespace segue::formats {

std::optional<Refusal> LineReader::line(std::string_view text, Sink& sink) {
  if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
  // A caller that cuts a stream at line feeds gives a file without line feeds as one line.
  if (lines_ == 0 && text.find('\r') != std::string_view::npos)
    return Refusal{"its lines end in carriage returns: `tr '\\r' '\\n' < FILE > NEW` writes the file with line feeds"};
  return read(lines_++, text, sink);
}

void LineReader::too_long(std::size_t longest, Sink& sink) {
  ++counts_.rows;
  reject(lines_++, "", fmt::format("the line is longer than {} MiB", longest >> 20), sink);
}

void LineReader::reject(std::int64_t ordinal, std::string field, std::string reason, Sink& sink) {
  ++counts_.rejected;
  sink.reject({ordinal, std::move(field), std::move(reason)});
}

std::string_view cut_line(std::string_view& bytes) {
  const std::size_t end = bytes.find_first_of("\r\n");
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(line.size());
  if (!bytes.empty()) bytes.remove_prefix(bytes.starts_with("\r\n") ? 2 : 1);
  return line;
}

Outcome read_by_lines(LineReader& reader, std::string_view bytes, Sink& sink) {
  while (!bytes.empty())
    if (auto refusal = reader.line(cut_line(bytes), sink)) return {{}, std::move(refusal)};
  reader.end(sink);
  return {reader.counts(), std::nullopt};
}

}  // namespace segue::formats
