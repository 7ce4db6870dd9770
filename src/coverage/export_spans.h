// Which spans a privacy export tells whole, by the naming of its files.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace segue::coverage {

// One streaming history member of an import. `first`, `last`: of its rows; nothing when it has none.
struct ExportFile {
  std::string name;  // base name
  std::optional<base::Instant> first, last;
};

struct ExportSpan {
  base::Instant from, to;
  auto operator<=>(const ExportSpan&) const = default;
};

// Of one import: the span of its rows where file numbers are unbroken or years consecutive; two spans around a file
// that is missing. Nothing when files are missing and the rest is not in order of time (then the hole could be
// anywhere), and of files whose names do not follow the export's.
std::vector<ExportSpan> export_spans(std::vector<ExportFile> files);

// The union of spans, by time.
std::vector<ExportSpan> united(std::vector<ExportSpan> spans);

}  // namespace segue::coverage
