// Computes which spans of time the pages certify (docs/coverage.md).
//
// The claim: if the played_at of a play is in a certified span, and the play had reached Spotify's list by the span's
// as-of, the play is on one of the pages. The claim holds for lists ordered by played_at and for lists ordered by
// arrival, and for short, stale and late pages. Reason: a page that still shows an item first seen at Date a shows
// everything newer than a that had arrived when the page was made, and it was made no earlier than the time of its
// newest item. The claim says nothing of plays that Spotify never lists.
#pragma once
#include <optional>
#include <vector>

#include "coverage/pages.h"

namespace segue::coverage {

// (from, to] is certified; only the part up to as_of has that as-of.
struct Certificate {
  base::Instant from, to, as_of;
  auto operator<=>(const Certificate&) const = default;
};

// Returns one certificate for each page that shows a sighting known from an earlier page, sorted by `from`. Sightings
// that is_evidence() rejects are ignored.
std::vector<Certificate> certificates(const Pages& pages);

enum class State {
  certified,  // proven, with an as-of
  linked,     // inside a chain, but after the as-of of every certificate over it: pages touch, no as-of
  gap,        // between two chains
  open,       // after the last chain, up to the last page
  unproven,   // no page covers it
};

// A span (from, to] in one state.
struct Span {
  base::Instant from, to;
  State state = State::open;
  std::optional<base::Instant> as_of;  // of a certified span: the latest as-of of its certificates
  auto operator<=>(const Span&) const = default;
};

// Returns spans in order of time, each beginning where the one before ends, from the first certificate (or page) to the
// last page. Neighbours differ in state or as-of.
std::vector<Span> timeline(const Pages& pages);

}  // namespace segue::coverage
