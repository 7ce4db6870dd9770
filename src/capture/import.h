// Turns a container that a person gives into objects of the lake and one manifest.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/time.h"
#include "capture/member.h"
#include "lake/lake.h"

namespace segue::capture {

struct ImportedMember {
  std::string name;
  std::string object;   // its key in the lake
  std::string format;   // formats::text_of
  bool landed = false;  // false: the lake held these bytes before
};

struct Imported {
  std::string manifest;
  std::vector<ImportedMember> members;  // the members that segue reads
  std::vector<NotRead> not_read;        // the others, and why; junk of Macs is not named
};

// Reads the container to its end, then lands its members, and last the manifest. A kill leaves members that no manifest
// names; the next import of the same container completes them. Leaves out a child's folder inside the container, but
// reads a container that is itself a child's. Passes over a file in a folder that cannot be read. `now` becomes the
// manifest's `landed_at`; the same import done again keeps its first one. Memory: the compressed members, one whole
// member as it is read and two while they are compressed; never a whole container.
// Throws Error(usage) for a missing path or one over the limits, and Error(input) for damage or if nothing is
// recognised; lists of other people are not recognised, because `corpus add` takes them.
Imported import(lake::Lake& lake, const std::string& user, const std::filesystem::path& path, base::Instant now);

}  // namespace segue::capture
