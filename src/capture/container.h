// What a person gives to `import`: a zip, a folder, a gzip or a plain file, read member by member.
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

// Visits every member, folders and the junk of Macs left out; a zip inside a zip is opened. What is not wanted is only
// run through. Memory: one member.
// A file or zip that cannot be read, is damaged, has a password or is over the limits throws Error(usage) for limits
// and missing paths, else Error(input), naming container and member; the members visited so far must then be dropped.
// In a folder it is passed over, and the rest is read. Folders behind links, sockets and pipes are not opened.
void read_container(const std::filesystem::path& path, const ContainerLimits& limits, MemberVisitor& visitor);

}  // namespace segue::capture
