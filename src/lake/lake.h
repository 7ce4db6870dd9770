// The interface of a lake: immutable objects under keys. No object is ever edited; writing a key again is refused.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::lake {

struct ListedObject {
  std::string key;
  std::uint64_t size = 0;
};

class Lake {
 public:
  virtual ~Lake() = default;
  // Returns true if the object is new and durable, false if the key exists; its bytes then stay as they are.
  virtual bool put_new(const std::string& key, std::string_view bytes) = 0;
  // Returns the object's bytes. Throws Error(input) if there is no such object.
  [[nodiscard]] virtual std::string get(const std::string& key) const = 0;
  [[nodiscard]] virtual bool exists(const std::string& key) const = 0;
  // Returns the objects whose keys begin with `prefix` and sort after `after`, in byte order.
  [[nodiscard]] virtual std::vector<ListedObject> list(std::string_view prefix, std::string_view after = {}) const = 0;
  // Returns the names directly below `prefix` (which ends with '/') that have keys below them, in byte order.
  [[nodiscard]] virtual std::vector<std::string> folders(std::string_view prefix) const = 0;
  // Returns how many reads at the same time are faster than one after the other (read_ahead.h).
  virtual int reads_at_once() const { return 1; }
};

}  // namespace segue::lake
