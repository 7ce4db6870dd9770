#include "coverage/proof.h"

#include <algorithm>

namespace segue::coverage {
namespace {

using base::Instant;

// Returns the timeline, filled up with unproven spans to cover `from` to `to`.
std::vector<Span> filled(const std::vector<Span>& timeline, Instant from, Instant to) {
  std::vector<Span> out;
  Instant at = from;
  for (const Span& span : timeline) {
    if (at < span.from) out.push_back({at, span.from, State::unproven, std::nullopt});
    out.push_back(span);
    at = span.to;
  }
  if (at < to) out.push_back({at, to, State::unproven, std::nullopt});
  return out;
}

}  // namespace

std::vector<ProvenSpan> proof(const std::vector<Span>& timeline, const std::vector<ExportSpan>& exports,
                              const std::optional<ExportSpan>& around) {
  std::vector<ExportSpan> ends = exports;
  if (!timeline.empty()) ends.push_back({timeline.front().from, timeline.back().to});
  if (around) ends.push_back(*around);
  if (ends.empty()) return {};
  Instant from = ends.front().from, to = ends.front().to;
  for (const ExportSpan& one : ends) {
    from = std::min(from, one.from);
    to = std::max(to, one.to);
  }
  std::vector<ProvenSpan> out;
  // Both lists are sorted, so one walk over both cuts each span at the borders of the exports.
  auto next = exports.begin();  // the first export that ends after the spans already cut
  for (Span rest : filled(timeline, from, to)) {
    while (rest.from < rest.to) {
      while (next != exports.end() && next->to <= rest.from) ++next;
      const bool inside = next != exports.end() && next->from <= rest.from;
      Instant end = rest.to;
      if (next != exports.end()) end = std::min(end, inside ? next->to : std::max(next->from, rest.from));
      out.push_back({{rest.from, end, rest.state, rest.as_of}, inside});
      rest.from = end;
    }
  }
  return out;
}

}  // namespace segue::coverage
