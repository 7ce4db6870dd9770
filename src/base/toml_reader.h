// Reads the keys of one table of a TOML file.
#pragma once
#include <toml++/toml.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace segue::base {

// Each function leaves `into` as it is if the key is absent, and throws Error(usage) naming the place, the key and the
// values allowed if the value is another. At the end refuse_the_rest() refuses any key that nobody asked for.
class TomlReader {
 public:
  // `where` names the table in messages. The table must outlive the object.
  TomlReader(const toml::table& table, std::string where) : table_(table), where_(std::move(where)) {}

  void text(const char* key, std::string& into);
  void whole_number(const char* key, int least, int most, int& into);
  void share(const char* key, double& into);  // 0 to 1
  void flag(const char* key, bool& into);
  // Returns a table inside; null if it is absent.
  const toml::table* table(const char* key);
  // Calls read(reader) for a table inside if it is there, and refuses keys that `read` does not ask for.
  void inside(const char* key, const std::function<void(TomlReader&)>& read);
  bool has(const char* key) const { return table_.contains(key); }
  void refuse_the_rest() const;

 private:
  const toml::node* take(const char* key);
  [[noreturn]] void fail(const char* key, std::string_view what) const;

  const toml::table& table_;
  std::string where_;
  std::vector<std::string> known_;
};

}  // namespace segue::base
