// A file that is written in pieces, from its first byte to its last, and durable at its end.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace segue::base {

class FileWriter {
 public:
  // Makes or empties it. Every fault throws Error(internal) naming the file and the system's reason (a full disk).
  explicit FileWriter(std::filesystem::path path);
  ~FileWriter();  // without finish(): what was written is of no use
  FileWriter(const FileWriter&) = delete;

  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // Writes what is left, fsyncs, closes.
  void finish();
  // The same without fsync: for files that this process alone will read.
  void close();

 private:
  void flush();
  std::filesystem::path path_;
  std::string buffer_;
  std::uint64_t size_ = 0;
  int fd_ = -1;
};

}  // namespace segue::base
