// What is a key, on every kind of lake: a path below it, of parts that mean nothing to a file system.
#pragma once
#include <string_view>

namespace segue::lake {

// Throws Error(internal) for an empty key, one that ends or begins with '/', one with an empty part, "." or "..", and
// one with a NUL or a backslash: two such keys could be one file or object, or a file outside.
void check_key(std::string_view key);
// The beginning of keys: as above, but it may be empty, and its last part may be cut short or missing.
void check_prefix(std::string_view prefix);

}  // namespace segue::lake
