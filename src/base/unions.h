// Sets of keys that are one thing.
#pragma once
#include <algorithm>
#include <map>
#include <string>

namespace segue::base {

class Unions {
 public:
  // The smallest key of the set that holds `key`; a key that was never named is a set of its own.
  const std::string& find(const std::string& key) {
    auto at = parents_.try_emplace(key, key).first;
    while (at->second != at->first) at = parents_.find(at->second);
    return at->first;
  }
  void unite(const std::string& one, const std::string& other) {
    const std::string a = find(one), b = find(other);
    parents_[std::max(a, b)] = std::min(a, b);
  }
  // Every key that was named.
  const std::map<std::string, std::string>& parents() const { return parents_; }

 private:
  std::map<std::string, std::string> parents_;
};

}  // namespace segue::base
