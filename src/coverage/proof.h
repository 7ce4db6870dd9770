// Pages and exports together: one partition of a listener's time.
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

// `timeline` (disjoint, by time) cut where an export begins or ends. `exports` are united; `around` is a span that the
// result covers at least: what no page speaks of is unproven.
std::vector<ProvenSpan> proof(const std::vector<Span>& timeline, const std::vector<ExportSpan>& exports,
                              const std::optional<ExportSpan>& around);

}  // namespace segue::coverage
