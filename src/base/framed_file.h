// The frame of segue's own binary files: a magic text, a u32 version, the content, and the SHA-256 of all bytes before.
// Numbers are stored in the machine's byte order. Each kind of file writes its own messages for the faults.
#pragma once
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::base {

inline constexpr std::size_t kSumBytes = 32;

struct FileFrame {
  std::string_view magic;
  std::uint32_t version = 1;      // what is written, and the newest that is read
  std::size_t least_content = 0;  // bytes; a file with less content is cut
  std::size_t head_bytes() const { return magic.size() + sizeof version; }
};

template <class T>
void put(std::string& out, T number) {
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Returns magic and version. The content follows them, then end_frame().
std::string begin_frame(const FileFrame& frame);
// Appends the SHA-256 of `bytes` to them.
void end_frame(std::string& bytes);

// Returns the last 32 bytes. `bytes` must have as many.
std::string_view sum_at_end(std::string_view bytes);
// Returns the last 32 bytes of a file without reading the rest of it; nothing if it cannot be read or is shorter.
std::optional<std::string> sum_at_end_of(const std::filesystem::path& file);
// Returns whether the last 32 bytes are the SHA-256 of those before.
bool has_right_sum(std::string_view bytes);

enum class FrameFault { other_magic, cut, newer_version, wrong_sum };
// Returns the first fault in that order.
std::optional<FrameFault> fault_of_frame(std::string_view bytes, const FileFrame& frame);
// Returns the version of bytes that have the magic and are not cut.
std::uint32_t version_in(std::string_view bytes, const FileFrame& frame);

// Reads the content of a sound frame from its begin, never beyond its end. A read that the rest of the content cannot
// satisfy throws Error(input) with the text `cut`, and before memory is allocated for it.
class FrameReader {
 public:
  FrameReader(std::string_view bytes, const FileFrame& frame, std::string cut);

  template <class T>
  T number() {
    T value;
    const std::string_view raw = take(sizeof value);
    std::memcpy(&value, raw.data(), raw.size());
    return value;
  }
  template <class T>
  std::vector<T> numbers(std::size_t count) {
    require(count, sizeof(T));
    std::vector<T> values(count);
    const auto raw = take(count * sizeof(T));
    if (count > 0) std::memcpy(values.data(), raw.data(), raw.size());
    return values;
  }
  std::string_view take(std::size_t count);
  // Skips to a multiple of `step` bytes, counted from the begin of the file.
  void align(std::size_t step) { take((step - at_ % step) % step); }
  bool is_at_end() const { return at_ == bytes_.size(); }

 private:
  void require(std::size_t count, std::size_t size) const;

  std::string_view bytes_;  // without the sum
  std::size_t at_;
  std::string cut_;
};

}  // namespace segue::base
