// What the operating system says of a file or folder, with its true cause and the cure.
#pragma once
#include <filesystem>
#include <string>

#include "base/error.h"

namespace segue::base {

// "cannot create /x: Permission denied: …". `error`: an errno. A full disk is Fault::internal (1); a place that may not
// be written, or is not there, is Fault::usage (2); anything else Fault::internal.
Error disk_fault(int error, const std::string& doing, const std::filesystem::path& path);

// The same for what std::filesystem throws.
Error disk_fault(const std::filesystem::filesystem_error& error);

}  // namespace segue::base
