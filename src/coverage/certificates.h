// Which spans of time pages certify (design: Coverage, exactly).
//
// The claim: every play whose played_at lies in a certified span and that had reached Spotify's list by the span's
// as-of stands on one of the pages. It holds for lists ordered by played_at and for lists ordered by arrival, with
// short, stale and late pages: a page that still shows an item first seen at Date a shows everything newer than a that
// had arrived when the page was made, and it was made no earlier than its own newest item says.
// Nothing is claimed of plays that Spotify never lists.
#pragma once
#include <optional>
#include <vector>

#include "coverage/pages.h"

namespace segue::coverage {

// (from, to] is certified; the part up to as_of carries that as-of.
struct Certificate {
  base::Instant from, to, as_of;
  auto operator<=>(const Certificate&) const = default;
};

// One for each page with a sighting known from an earlier page, by from. A sighting dated later than a second after the
// Date of the page that first shows it is no evidence.
std::vector<Certificate> certificates(const Pages& pages);

enum class State {
  certified,  // with its as-of
  linked,     // inside a chain, later than the newest sighting of each certificate over it: pages touch, no as-of
  gap,        // between two chains
  open,       // after the last chain, up to the last page
  unproven,   // no page speaks of it
};

// (from, to] in one state.
struct Span {
  base::Instant from, to;
  State state = State::open;
  std::optional<base::Instant> as_of;  // of certified spans: the latest that a certificate over them gives
  auto operator<=>(const Span&) const = default;
};

// Disjoint, touching, by time: from the first certificate (or page) to the last page. Neighbours differ in state or
// as-of.
std::vector<Span> timeline(const Pages& pages);

}  // namespace segue::coverage
