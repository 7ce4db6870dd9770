// An advisory lock on a file of its own (flock). It belongs to the open descriptor: a child that inherits the
// descriptor holds the lock until it ends, too.
#pragma once
#include <filesystem>
#include <optional>

namespace segue::base {

class FileLock {
 public:
  // Nothing when somebody else holds it.
  static std::optional<FileLock> try_take(const std::filesystem::path& path);
  // Waits without limit.
  static FileLock take(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  ~FileLock();

  // For handing to a child process; the descriptor is close-on-exec until inherited on purpose.
  int descriptor() const { return fd_; }

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace segue::base
