// What a person gives to `import`: a zip, a folder, a gzip or a plain file, read member by member.
#pragma once
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace segue::capture {

struct ContainerLimits {
  std::uint64_t member_bytes = std::uint64_t{1} << 30;  // of one member, unpacked
  std::size_t members = 10'000;
  int levels = 2;  // a zip inside a zip is one level more
};

struct Member {
  std::string name;   // path inside the container
  std::string bytes;  // with room behind them for a parser (formats::padded)
};

// Visits every member, folders and `__MACOSX` junk left out; a zip inside a zip is opened. `wants` sees a member's name
// and its first bytes and says whether the rest is read into memory: what is not wanted is only run through.
// Memory: one member. Throws Error(usage) for a missing path or one over the limits, Error(input) naming container and
// member for damage; the members visited so far must then be dropped.
void read_container(const std::filesystem::path& path, const ContainerLimits& limits,
                    const std::function<bool(const std::string& name, std::string_view head)>& wants,
                    const std::function<void(Member&&)>& visit,
                    const std::function<void(const std::string& name)>& passed_over);

}  // namespace segue::capture
