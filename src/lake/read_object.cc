#include "lake/read_object.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::lake {

std::pair<Envelope, std::string> read_object(const Lake& lake, const std::string& key) {
  constexpr const char* kCure = "bring it back from a backup";
  std::string bytes;
  try {
    bytes = lake.get(key);
  } catch (const base::Error& error) {
    if (error.fault() != base::Fault::input) throw;
    throw base::Error(error.fault(), fmt::format("{}: {}", error.what(), kCure));
  }
  try {
    return unwrap(bytes);
  } catch (const base::Error& error) {
    throw base::Error(error.fault(), fmt::format("{}: {}: {}", key, error.what(), kCure));
  }
}

}  // namespace segue::lake
