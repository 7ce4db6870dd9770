// Errors of the operating system on a file or folder, as messages that name the cause and the cure.
#pragma once
#include <filesystem>
#include <string>

#include "base/error.h"

namespace segue::base {

// Returns "cannot create /x: Permission denied: …"; `error` is an errno. A place that is missing or may not be written
// is Fault::usage; a full disk and everything else is Fault::internal.
Error disk_fault(int error, const std::string& doing, const std::filesystem::path& path);

// The same for an exception of std::filesystem.
Error disk_fault(const std::filesystem::filesystem_error& error);

}  // namespace segue::base
