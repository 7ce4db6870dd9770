// Slices and dumps come gzipped.
#pragma once
#include <string>
#include <string_view>

namespace segue::corpus {

bool is_gzip(std::string_view bytes);
// Throws Error(input) naming `name` for damaged or cut bytes, Error(usage) beyond 4 GiB.
std::string gunzip(std::string_view bytes, const std::string& name);

}  // namespace segue::corpus
