// Formats whose rows are lines, read a line at a time: for what is too large to lie in memory.
#pragma once
#include <memory>
#include <optional>
#include <string_view>

#include "formats/formats.h"

namespace segue::formats {

class LineReader {
 public:
  virtual ~LineReader() = default;

  // The next line without its line end. 64 readable bytes stand behind it (simdjson's padding), whatever they hold.
  // A refusal ends the member: the caller drops its rows.
  std::optional<Refusal> line(std::string_view text, Sink& sink);
  // The next line is longer than anybody reads: a rejected row.
  void too_long(std::size_t longest, Sink& sink);
  // After the last line.
  virtual void end(Sink&) {}
  const Counts& counts() const { return counts_; }

 protected:
  void reject(std::int64_t ordinal, std::string field, std::string reason, Sink& sink);
  Counts counts_;

 private:
  // `ordinal`: lines before this one. A carriage return at its end is cut off.
  virtual std::optional<Refusal> read(std::int64_t ordinal, std::string_view line, Sink& sink) = 0;
  std::int64_t lines_ = 0;
};

// What a line that is no JSON comes to: a person's own export is whole or refused, of a dump that line is lost.
enum class BrokenLines { refuse_all, reject_line };

std::unique_ptr<LineReader> listen_lines(BrokenLines broken);
std::unique_ptr<LineReader> tsv_lines();
std::unique_ptr<LineReader> playlist_csv_lines();

// Of other people's lists; nothing for a format whose rows are no lines.
std::unique_ptr<LineReader> line_reader(Format format);

// The first line of `bytes`, which loses it and its end: LF, CRLF, or CR alone as old Macs and Excel for Mac write it.
std::string_view cut_line(std::string_view& bytes);

// All lines of bytes in memory, padded.
Outcome read_by_lines(LineReader& reader, std::string_view bytes, Sink& sink);

}  // namespace segue::formats
