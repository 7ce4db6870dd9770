// The environment variables of a process, as a function, so that tests give their own.
#pragma once
#include <functional>
#include <optional>
#include <string>

namespace segue::base {

// Returns a variable's text; nullopt if it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;
std::optional<std::string> process_environment(const char* name);

}  // namespace segue::base
