// What a person gives to `import`: a zip, a folder, a gzip or a plain file, read member by member.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace segue::capture {

struct ContainerLimits {
  std::uint64_t member_bytes = std::uint64_t{1} << 30;  // of one member, unpacked
  std::size_t members = 10'000;
  int levels = 2;  // a zip inside a zip is one level more
};

struct Member {
  std::string name;   // path inside the container; inside a zip in it: the zip's path, a slash, the path in there
  std::string bytes;  // with room behind them for a parser (formats::padded)
};

// A member, or a file or folder of a folder, that was passed over.
struct NotRead {
  std::string name;
  std::string why;        // "is empty"; "" = nothing about it says what it is
  bool alarming = false;  // it could not be read, and it looks as if a history were in it
};

class MemberVisitor {
 public:
  virtual ~MemberVisitor() = default;
  // What is said of the member in place of reading it, by its name and first bytes; nothing: its bytes are wanted.
  virtual std::optional<NotRead> unwanted(const std::string& name, std::string_view head) = 0;
  virtual void visit(Member&& member) = 0;
  virtual void not_read(NotRead member) = 0;
  // In a folder: what is visited from here on belongs to its next file.
  virtual void next_file() = 0;
  // That file turned out to be damaged: what was visited of it must be dropped. Whether there was any.
  virtual bool drop_file() = 0;
};

// Visits every member, folders and the junk of Macs left out; a zip inside a zip is opened. What is not wanted is only
// run through. Memory: one member.
// A file or zip that cannot be read, is damaged, has a password or is over the limits throws Error(usage) for limits
// and missing paths, else Error(input), naming container and member; the members visited so far must then be dropped.
// In a folder it is passed over, and the rest is read. Folders behind links, sockets and pipes are not opened.
void read_container(const std::filesystem::path& path, const ContainerLimits& limits, MemberVisitor& visitor);

}  // namespace segue::capture
