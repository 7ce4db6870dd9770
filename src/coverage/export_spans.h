// Computes which spans a privacy export covers without a hole, from the names of its files.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace segue::coverage {

// One streaming history file of an import. `first` and `last` are the times of its first and last row; nullopt if it
// has no rows.
struct ExportFile {
  std::string name;  // file name without folder
  std::optional<base::Instant> first, last;
};

struct ExportSpan {
  base::Instant from, to;
  auto operator<=>(const ExportSpan&) const = default;
};

// Returns the spans of one import: one if the file numbers or years have no hole, one on each side of a missing file
// otherwise. Returns none if files are missing and the others are not in order of time, because the hole could then be
// anywhere. Files with other names than an export's are ignored.
std::vector<ExportSpan> export_spans(std::vector<ExportFile> files);

// Returns the union of the spans, in order of time.
std::vector<ExportSpan> united(std::vector<ExportSpan> spans);

}  // namespace segue::coverage
