// An advisory lock (flock) on a file that exists only for it. The lock belongs to the open descriptor: a child process
// that inherits the descriptor holds the lock, too, until it ends.
#pragma once
#include <filesystem>
#include <optional>

namespace segue::base {

class [[nodiscard]] FileLock {
 public:
  // Returns nullopt if somebody else holds the lock.
  static std::optional<FileLock> try_take(const std::filesystem::path& path);
  // Waits without limit.
  static FileLock take(const std::filesystem::path& path);

  FileLock(FileLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  ~FileLock();

  // For passing the lock to a child process. The descriptor is close-on-exec unless the caller changes that.
  int descriptor() const { return fd_; }

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace segue::base
