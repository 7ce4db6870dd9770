#include "base/lock.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/disk_fault.h"
#include "base/error.h"
#include "base/file.h"

namespace segue::base {
namespace {

int open_lock_file(const std::filesystem::path& path) {
  if (path.has_parent_path()) make_folders(path.parent_path());
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) throw disk_fault(errno, "cannot open the lock", path);
  return fd;
}

}  // namespace

std::optional<FileLock> FileLock::try_take(const std::filesystem::path& path) {
  FileLock lock(open_lock_file(path));
  if (::flock(lock.fd_, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return std::nullopt;
  throw Error(Fault::internal, fmt::format("cannot lock {}: {}", path.string(), std::strerror(errno)));
}

FileLock FileLock::take(const std::filesystem::path& path) {
  FileLock lock(open_lock_file(path));
  while (::flock(lock.fd_, LOCK_EX) != 0)
    if (errno != EINTR)
      throw Error(Fault::internal, fmt::format("cannot lock {}: {}", path.string(), std::strerror(errno)));
  return lock;
}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

FileLock::~FileLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace segue::base
