// Writes one file in pieces, from its first byte to its last; finish() makes it durable.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace segue::base {

class FileWriter {
 public:
  // Creates or empties the file. Every function throws Error(internal) with the file and the system's reason (a full
  // disk).
  explicit FileWriter(std::filesystem::path path);
  ~FileWriter();  // a file without finish() is not complete
  FileWriter(const FileWriter&) = delete;

  void append(std::string_view bytes);
  std::uint64_t size() const { return size_; }
  // Writes the rest of the buffer, fsyncs, closes.
  void finish();
  // The same without fsync, for files that only this process reads.
  void close();

 private:
  void flush();
  std::filesystem::path path_;
  std::string buffer_;
  std::uint64_t size_ = 0;
  int fd_ = -1;
};

}  // namespace segue::base
