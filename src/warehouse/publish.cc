#include "warehouse/publish.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/error.h"
#include "base/file.h"

namespace segue::warehouse {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kTemporary = "publish.tmp";

void fsync_file(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (!done)
    throw base::Error(base::Fault::internal, fmt::format("cannot fsync {}: {}", path.string(), std::strerror(error)));
}

}  // namespace

void sweep_unpublished(const Files& files, const base::FileLock&) {
  if (!fs::exists(files.home)) return;
  for (const auto& entry : fs::directory_iterator(files.home))
    if (entry.path().filename().string().starts_with(kTemporary)) fs::remove(entry.path());
}

void publish(const Files& files, const base::FileLock&, const std::function<void()>& before_rename) {
  if (fs::exists(files.work().string() + ".wal"))
    throw base::Error(
        base::Fault::internal,
        fmt::format("{}.wal is there: the build did not end well, nothing is published", files.work().string()));
  const fs::path temporary = files.home / fmt::format("{}.{}", kTemporary, ::getpid());
  fs::copy_file(files.work(), temporary, fs::copy_options::overwrite_existing);
  fsync_file(temporary);
  fs::permissions(temporary, fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  before_rename();
  fs::rename(temporary, files.published());
  base::fsync_folder(files.home);
}

}  // namespace segue::warehouse
