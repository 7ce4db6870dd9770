// A member of what a person gives to `import`, and the interface that receives members.
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
  bool alarming = false;  // it could not be read, and seems to hold a history
};

class MemberVisitor {
 public:
  virtual ~MemberVisitor() = default;
  // Returns what to report in place of reading the member, by its name and first bytes; nothing if it is wanted.
  virtual std::optional<NotRead> unwanted(const std::string& name, std::string_view head) = 0;
  virtual void visit(Member&& member) = 0;
  virtual void not_read(NotRead member) = 0;
  // A file begins, in a folder the next one: the members that follow belong to it.
  virtual void next_file() = 0;
  // That file cannot be read: drops the members visited of it. Returns whether there were any.
  virtual bool drop_file() = 0;
};

}  // namespace segue::capture
