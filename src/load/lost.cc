#include "load/lost.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::load {
namespace {

constexpr const char* kCure =
    "Nothing was loaded or published. Is the disk mounted, and are path and bucket right? Bring the objects back from "
    "a copy; if the lake is meant to be smaller, run `segue rebuild --even-if-smaller`";

}  // namespace

void Lost::take(const std::string& key, bool is_there, bool is_import) {
  ++known;
  if (is_there) return;
  ++missing;
  if (is_import) ++imports;
  // The smallest key, so that the message does not depend on the order of the objects.
  if (first.empty() || key < first) first = key;
}

std::string told(const Lost& lost, const std::string& place) {
  std::string imports;
  if (lost.imports == 1) imports = lost.missing == 1 ? ", a part of an import" : ", 1 of them a part of an import";
  if (lost.imports > 1) imports = fmt::format(", {} of them parts of imports", lost.imports);
  return fmt::format("{} of the {} objects that the tables were made of {} missing in the lake {}{} (the first is {})",
                     lost.missing, lost.known, lost.missing == 1 ? "is" : "are", place, imports, lost.first);
}

void require_lake(const Lost& lost, const std::string& place) {
  if (lost.is_too_much()) throw base::Error(base::Fault::input, fmt::format("{}. {}", told(lost, place), kCure));
}

}  // namespace segue::load
