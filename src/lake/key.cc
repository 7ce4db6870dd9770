#include "lake/key.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/error.h"

namespace segue::lake {
namespace {

[[noreturn]] void refuse(std::string_view key) {
  throw base::Error(base::Fault::internal, fmt::format("\"{}\" is not a key of a lake", key));
}

}  // namespace

void check_key(std::string_view key) {
  if (key.empty() || key.find_first_of(std::string_view("\0\\", 2)) != std::string_view::npos) refuse(key);
  for (std::size_t at = 0; at <= key.size();) {
    const std::size_t slash = std::min(key.find('/', at), key.size());
    const std::string_view part = key.substr(at, slash - at);
    if (part.empty() || part == "." || part == "..") refuse(key);
    at = slash + 1;
  }
}

void check_prefix(std::string_view prefix) {
  if (prefix.ends_with('/'))
    check_key(prefix.substr(0, prefix.size() - 1));
  else if (!prefix.empty())
    check_key(prefix);
}

}  // namespace segue::lake
