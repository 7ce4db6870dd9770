// Combines pages and exports into one partition of a listener's time.
#pragma once
#include <vector>

#include "coverage/certificates.h"
#include "coverage/export_spans.h"

namespace segue::coverage {

struct ProvenSpan {
  Span span;
  bool in_export = false;
  auto operator<=>(const ProvenSpan&) const = default;
};

// Returns `timeline` (disjoint spans in order of time), cut where an export begins or ends. `exports` must be united().
// The result covers at least `around`; time that no page covers is unproven.
std::vector<ProvenSpan> proof(const std::vector<Span>& timeline, const std::vector<ExportSpan>& exports,
                              const std::optional<ExportSpan>& around);

}  // namespace segue::coverage
