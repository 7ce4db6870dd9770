// Reads what a person gives to `import`, member by member: a zip, a folder, a gzip or a plain file.
#pragma once
#include <cstdint>
#include <filesystem>

#include "capture/member.h"

namespace segue::capture {

struct ContainerLimits {
  std::uint64_t member_bytes = std::uint64_t{1} << 30;  // of one member, unpacked
  std::size_t members = 10'000;
  int levels = 2;  // a zip inside a zip is one level more
};

// Visits every member; leaves out folders and the junk of Macs, and opens a zip inside a zip. A packed member that is
// not wanted is unpacked for its checksum only. Memory: one member.
// A file or zip that cannot be read, is damaged, has a password or is over the limits throws Error(usage) for limits
// and missing paths, else Error(input); the message names container and member, and the caller drops the members
// visited so far. A folder's other files are read all the same. Folders behind links, sockets and pipes are not opened.
void read_container(const std::filesystem::path& path, const ContainerLimits& limits, MemberVisitor& visitor);

}  // namespace segue::capture
