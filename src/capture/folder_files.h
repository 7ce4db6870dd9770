// Lists the files of a folder that a person gives to `import`.
#pragma once
#include <filesystem>
#include <vector>

#include "capture/member.h"

namespace segue::capture {

// Returns the files below the folder at any depth, sorted by path. Reports to the visitor, and leaves alone, folders
// that cannot be opened, links that lead nowhere or to a folder (they may lead in circles), sockets, pipes and devices.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, MemberVisitor& visitor);

}  // namespace segue::capture
