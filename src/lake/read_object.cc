#include "lake/read_object.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::lake {

std::pair<Envelope, std::string> read_object(const Lake& lake, const std::string& key) {
  try {
    return unwrap(lake.get(key));
  } catch (const base::Error& error) {
    if (error.fault() != base::Fault::input) throw;
    throw base::Error(error.fault(), fmt::format("{}: {}: bring it back from a backup", key, error.what()));
  }
}

}  // namespace segue::lake
