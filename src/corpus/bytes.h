// Bytes of a file as they come: plain, or unpacked from gzip or Zstandard, a piece at a time.
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
  // At most `room` bytes into `into`; 0 at the end alone. Throws Error(input) naming the file when it is damaged or
  // cut.
  virtual std::size_t read(char* into, std::size_t room) = 0;
};

// By its first bytes. `on_read(n)` hears of each n bytes that were taken from the file. Throws Error(usage) for a file
// that cannot be opened.
std::unique_ptr<ByteSource> open_bytes(const std::filesystem::path& file,
                                       const std::function<void(std::uint64_t)>& on_read);

// Lines of a source, none of them copied. A line longer than `longest` is passed over and told.
class Lines {
 public:
  Lines(ByteSource& source, std::size_t longest);

  enum class Got { line, too_long, end };
  // `line`: without its line end, 64 readable bytes behind it, until the next call.
  Got next(std::string_view& line);
  // The first bytes, at most `most` and no more than `longest`; they stay to be read.
  std::string_view peek(std::size_t most);
  // All that was taken from the source and not given out.
  std::string_view buffered() const { return {buffer_.data() + start_, end_ - start_}; }

 private:
  bool fill();  // false at the source's end
  Got pass_over();
  ByteSource& source_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t start_ = 0, end_ = 0;  // what is not given out yet
  bool at_end_ = false;
};

// All of it, in a string with room for a parser's padding. Throws Error(input) naming `name` beyond `most`.
std::string read_all(ByteSource& source, std::string_view first, std::size_t most, const std::string& name);

}  // namespace segue::corpus
