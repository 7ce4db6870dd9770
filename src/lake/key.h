// Checks keys, which are the same on every kind of lake: paths below it, with no part that a file system interprets.
#pragma once
#include <string_view>

namespace segue::lake {

// Throws Error(internal) for a key that is empty, begins or ends with '/', has an empty part, "." or "..", or has a NUL
// or a backslash: two such keys could be the same file or object, or name a file outside the lake.
void check_key(std::string_view key);
// The same for a prefix of keys, which may also be empty or end with '/', and whose last part may be cut short.
void check_prefix(std::string_view prefix);

}  // namespace segue::lake
