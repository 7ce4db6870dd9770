// Reads formats whose rows are lines, a line at a time: for files that are too large for memory.
#pragma once
#include <memory>
#include <optional>
#include <string_view>

#include "formats/format.h"
#include "formats/rows.h"

namespace segue::formats {

class LineReader {
 public:
  virtual ~LineReader() = default;

  // Reads the next line, given without its line end; 64 readable bytes follow it (simdjson's padding), whatever they
  // hold. A refusal ends the file: the caller drops its rows.
  std::optional<Refusal> line(std::string_view text, Sink& sink);
  // Rejects the next line, which is longer than `longest` bytes and is not given.
  void too_long(std::size_t longest, Sink& sink);
  // Call it after the last line.
  virtual void end(Sink&) {}
  const Counts& counts() const { return counts_; }

 protected:
  void reject(std::int64_t ordinal, std::string field, std::string reason, Sink& sink);
  Counts counts_;

 private:
  // Reads one line, whose carriage return is cut off. `ordinal` is the number of lines before it.
  virtual std::optional<Refusal> read(std::int64_t ordinal, std::string_view line, Sink& sink) = 0;
  std::int64_t lines_ = 0;
};

// What happens with a line that is no JSON: a person's own export is refused, a dump loses only that line.
enum class BrokenLines { refuse_all, reject_line };

std::unique_ptr<LineReader> listen_lines(BrokenLines broken);
std::unique_ptr<LineReader> tsv_lines();
std::unique_ptr<LineReader> playlist_csv_lines();

// Cuts the first line and its end off `bytes` and returns the line. Its end is LF, CRLF, or CR alone as old Macs and
// Excel for Mac write it.
std::string_view cut_line(std::string_view& bytes);

// Reads all lines of bytes in memory, which are padded.
Outcome read_by_lines(LineReader& reader, std::string_view bytes, Sink& sink);

}  // namespace segue::formats
