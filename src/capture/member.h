// A member of what a person gives to `import`, and who is told of it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace segue::capture {

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

}  // namespace segue::capture
