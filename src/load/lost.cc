#include "load/lost.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::load {
namespace {

constexpr const char* kCure =
    "Nothing was loaded or published. Is the disk mounted, are path and bucket right? Bring the objects back from a "
    "copy; if the lake is meant to be smaller, run `segue rebuild --even-if-smaller`";

}  // namespace

void Lost::take(const std::string& key, bool is_there, bool is_import) {
  ++known;
  if (is_there) return;
  ++missing;
  if (is_import) ++imports;
  if (first.empty() || key < first) first = key;
}

void require_lake(const Lost& lost, const std::string& place) {
  if (!lost.is_too_much()) return;
  const std::string imports =
      lost.imports > 0 ? fmt::format(", {} of them parts of imports", lost.imports) : std::string();
  throw base::Error(
      base::Fault::input,
      fmt::format("the lake {} has {} of the {} objects that the tables were made of: {} are missing{} "
                  "(the first is {}). {}",
                  place, lost.known - lost.missing, lost.known, lost.missing, imports, lost.first, kCure));
}

}  // namespace segue::load
