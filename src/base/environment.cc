#include "base/environment.h"

#include <cstdlib>

namespace segue::base {

std::optional<std::string> process_environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
}

}  // namespace segue::base
