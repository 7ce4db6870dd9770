// How it works: the bytes go to a temporary file in the same folder and are synced there. Then rename(2) puts it in the
// place of the old file, or link(2) gives it a name only if that is free. The folder is synced last: it holds the name.
#include "base/file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/disk_fault.h"
#include "base/error.h"

namespace segue::base {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const char* what, const fs::path& path) {
  const int error = errno;
  throw disk_fault(error, fmt::format("cannot {}", what), path);
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

fs::path temporary_beside(const fs::path& path) {
  static std::atomic<unsigned> serial{0};
  return path.string() + fmt::format(".tmp.{}.{}", ::getpid(), serial++);
}

// Writes a new file; its bytes are on disk when this returns.
void write_temporary(const fs::path& path, std::string_view bytes, unsigned mode) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (file.get() < 0) fail("create", path);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::write(file.get(), bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno != EINTR) fail("write", path);
    if (n > 0) done += static_cast<std::size_t>(n);
  }
  if (::fsync(file.get()) != 0) fail("fsync", path);
}

struct RemoveAtEnd {
  fs::path path;
  ~RemoveAtEnd() {
    std::error_code ignored;
    fs::remove(path, ignored);
  }
};

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

}  // namespace

std::string read_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw Error(Fault::usage, fmt::format("cannot open {}: {}", path.string(), std::strerror(errno)));
  std::error_code unknown;
  const auto size = fs::file_size(path, unknown);
  std::string bytes(unknown ? 0 : size, '\0');
  std::size_t done = 0;
  for (;;) {
    // The size is only a first guess: a pipe has none, and a file may grow while it is read.
    if (done == bytes.size()) bytes.resize(bytes.size() + 65536);
    const ssize_t n = ::read(file.get(), bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw Error(Fault::usage, fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

void fsync_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 || ::fsync(file.get()) != 0) fail("fsync", path);
}

void fsync_folder(const fs::path& folder) {
  const Descriptor dir(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (dir.get() < 0 || ::fsync(dir.get()) != 0) fail("fsync", folder);
}

void make_folders(const fs::path& folder) {
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) throw disk_fault(failed.value(), "cannot make the folder", folder);
}

void write_file_durably(const fs::path& path, std::string_view bytes, unsigned mode) {
  make_folders(folder_of(path));
  const fs::path temporary = temporary_beside(path);
  const RemoveAtEnd sweep{temporary};
  write_temporary(temporary, bytes, mode);
  if (::rename(temporary.c_str(), path.c_str()) != 0) fail("rename to", path);
  fsync_folder(folder_of(path));
}

bool create_file_durably(const fs::path& path, std::string_view bytes, unsigned mode) {
  make_folders(folder_of(path));
  const fs::path temporary = temporary_beside(path);
  const RemoveAtEnd sweep{temporary};
  write_temporary(temporary, bytes, mode);
  if (::link(temporary.c_str(), path.c_str()) != 0) {
    if (errno == EEXIST) return false;
    fail("link to", path);
  }
  fsync_folder(folder_of(path));
  return true;
}

}  // namespace segue::base
