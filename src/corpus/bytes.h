// Reads the bytes of a file a piece at a time: plain, or unpacked from gzip or Zstandard.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace segue::corpus {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads at most `room` bytes into `into` and returns how many; 0 only at the end. Throws Error(input) naming the file
  // when it is damaged or cut.
  virtual std::size_t read(char* into, std::size_t room) = 0;
};

// Opens a file; its first bytes decide how it is unpacked. Calls `on_read(n)` for each n bytes that were read from the
// file. Throws Error(usage) if the file cannot be opened.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& file,
                                       const std::function<void(std::uint64_t)>& on_read);

// Splits a source into lines without copying them. A line longer than `longest` is skipped and reported as too_long.
class Lines {
 public:
  Lines(ByteSource& source, std::size_t longest);

  enum class Got { line, too_long, end };
  // Sets `line` without its line end; it and 64 readable bytes behind it are valid until the next call.
  Got next(std::string_view& line);
  // Returns up to `most` of the next bytes without taking them. Reads on only while it has fewer than `longest` bytes.
  std::string_view peek(std::size_t most);
  // Returns the bytes that were taken from the source and not given out yet.
  std::string_view buffered() const { return {buffer_.data() + start_, end_ - start_}; }

 private:
  bool fill();  // false at the source's end
  Got pass_over();
  ByteSource& source_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t start_ = 0, end_ = 0;  // the bytes that are not given out yet
  bool at_end_ = false;
};

// Returns `first` and all that the source has, in a string with room for a parser's padding. Throws Error(input) naming
// `name` if that is more than `most` bytes.
std::string read_all(ByteSource& source, std::string_view first, std::size_t most, const std::string& name);

}  // namespace segue::corpus
