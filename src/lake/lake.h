// The lake: immutable objects under keys. Nothing is ever edited; writing a key again is refused.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace segue::lake {

struct ObjectInfo {
  std::string key;
  std::uint64_t size = 0;
};

class Lake {
 public:
  virtual ~Lake() = default;
  // True when the object is new and durable; false when the key exists (its bytes stay as they are).
  virtual bool put_new(const std::string& key, std::string_view bytes) = 0;
  // Throws Error(input) when there is no such object.
  virtual std::string get(const std::string& key) const = 0;
  virtual bool exists(const std::string& key) const = 0;
  // Keys under `prefix` in byte order, those after `after` only.
  virtual std::vector<ObjectInfo> list(std::string_view prefix, std::string_view after = {}) const = 0;
  // Names directly below `prefix` (which ends with '/') that have keys below them, in byte order: "me", "you".
  virtual std::vector<std::string> folders(std::string_view prefix) const = 0;
  // How many reads at once are faster than one after the other (read_ahead.h).
  virtual int reads_at_once() const { return 1; }
};

}  // namespace segue::lake
