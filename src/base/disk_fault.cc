#include "base/disk_fault.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <string_view>

namespace segue::base {
namespace {

namespace fs = std::filesystem;

struct Cause {
  Fault fault = Fault::internal;
  const char* cure = "";
};

Cause cause_of(int error) {
  switch (error) {
    case ENOSPC:
      return {Fault::internal, ": the disk is full: make room and run the command again"};
    case EDQUOT:
      return {Fault::internal, ": this user has reached the disk quota: make room and run the command again"};
    case EROFS:
      return {Fault::usage, ": the file system is read-only: set SEGUE_HOME to a folder that can be written"};
    case EACCES:
    case EPERM:
      return {Fault::usage,
              ": another user owns it, or its mode forbids it: run segue as its owner, or set SEGUE_HOME to a folder "
              "of your own"};
    default:
      return {};
  }
}

// "filesystem error: cannot create directories: Permission denied [/x]" → "cannot create directories"
std::string doing_in(std::string_view what) {
  constexpr std::string_view kPrefix = "filesystem error: ";
  if (what.starts_with(kPrefix)) what.remove_prefix(kPrefix.size());
  return std::string(what.substr(0, what.find(':')));
}

}  // namespace

Error disk_fault(int error, const std::string& doing, const fs::path& path) {
  const Cause cause = cause_of(error);
  return {cause.fault, fmt::format("{} {}: {}{}", doing, path.string(), std::strerror(error), cause.cure)};
}

Error disk_fault(const fs::filesystem_error& error) {
  const fs::path& path = error.path1().empty() ? error.path2() : error.path1();
  return disk_fault(error.code().value(), doing_in(error.what()), path);
}

}  // namespace segue::base
