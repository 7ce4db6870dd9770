#include "pipeline/models.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"

namespace segue::pipeline {

std::string keep_model(const embed::Model& model, const std::filesystem::path& folder, const base::Clock& clock) {
  const std::string bytes = embed::to_bytes(model);
  const std::string name =
      fmt::format("{}-{}.model", base::to_iso_date(clock.now()), base::sha256_hex(bytes).substr(0, 12));
  base::write_file_durably(folder / name, bytes);
  base::write_file_durably(folder / "current", name + "\n");
  return name;
}

NamedModel current_model(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / "current"))
    throw base::Error(base::Fault::usage, "nothing is trained yet: run `segue train`");
  std::string name = base::read_file(folder / "current");
  while (!name.empty() && name.back() == '\n') name.pop_back();
  return {name, embed::load(folder / name)};
}

}  // namespace segue::pipeline
