// The files of a folder that a person gives to `import`.
#pragma once
#include <filesystem>
#include <vector>

#include "capture/member.h"

namespace segue::capture {

// Those below it at any depth, in the order of their names. Folders that cannot be opened, links that lead nowhere or
// to a folder (they may lead in circles), sockets, pipes and devices are told to the visitor and left alone.
std::vector<std::filesystem::path> files_below(const std::filesystem::path& folder, MemberVisitor& visitor);

}  // namespace segue::capture
