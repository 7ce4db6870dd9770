// How it works: a page whose oldest known item was first seen at Date a overlaps everything seen until a, so (a, Date
// of the page] is certified. Certificates that touch form a chain; between chains is a gap. Within a chain a sweep over
// time keeps the as-ofs that have begun and cuts a span wherever the latest of them changes.
#include "coverage/certificates.h"

#include <algorithm>
#include <set>

#include "coverage/first_seen.h"

namespace segue::coverage {
namespace {

using base::Instant;

// Certificates [first, last) of the list sorted by `from` that touch each other.
struct Chain {
  std::size_t first = 0, last = 0;
  Instant from, to;  // to: the latest as-of in the chain
};

std::vector<Chain> chains(const std::vector<Certificate>& by_from) {
  std::vector<Chain> out;
  Instant reach{};
  for (std::size_t i = 0; i < by_from.size(); ++i) {
    const Certificate& one = by_from[i];
    if (out.empty() || one.from > reach) {
      out.push_back({i, i, one.from, one.from});
      reach = one.to;
    }
    out.back().last = i + 1;
    out.back().to = std::max(out.back().to, one.as_of);
    // `reach` is the end of certified time, `to` only its last as-of: the next page must touch the former to continue
    // the chain.
    reach = std::max(reach, one.to);
  }
  return out;
}

void append(std::vector<Span>& spans, const Span& span) {
  if (span.from >= span.to) return;
  if (!spans.empty() && spans.back().to == span.from && spans.back().state == span.state &&
      spans.back().as_of == span.as_of)
    spans.back().to = span.to;
  else
    spans.push_back(span);
}

// Cuts one chain into spans. An instant has the latest as-of of the certificates whose (from, as_of] contains it;
// without any it is linked.
class ChainCutter {
 public:
  explicit ChainCutter(std::vector<Span>& spans) : spans_(spans) {}

  void cut(const Chain& chain, const std::vector<Certificate>& by_from) {
    at_ = chain.from;
    active_.clear();
    for (std::size_t i = chain.first; i < chain.last; ++i) {
      advance(std::min(by_from[i].from, chain.to));
      if (by_from[i].as_of > at_) active_.insert(by_from[i].as_of);
    }
    advance(chain.to);
  }

 private:
  // Emits the spans up to `until`. No certificate begins before `until`, so the as-ofs active now decide; each one ends
  // at its own time.
  void advance(Instant until) {
    while (at_ < until) {
      // Certificates whose as-of has passed say nothing about later instants.
      while (!active_.empty() && *active_.begin() <= at_) active_.erase(active_.begin());
      if (active_.empty()) {
        append(spans_, {at_, until, State::linked, std::nullopt});
        at_ = until;
      } else {
        const Instant latest = *active_.rbegin();
        const Instant end = std::min(until, latest);
        append(spans_, {at_, end, State::certified, latest});
        at_ = end;
      }
    }
  }

  std::vector<Span>& spans_;
  Instant at_;
  std::multiset<Instant> active_;  // as-ofs of certificates that have begun and not ended
};

}  // namespace

std::vector<Certificate> certificates(const Pages& pages) {
  const FirstSeen seen(pages);
  // Computed once per body: all pages with the same body say the same.
  struct Said {
    std::optional<Instant> earliest, newest;  // earliest first-seen Date and newest played_at of the evidence
  };
  std::vector<Said> said(pages.contents.size());
  for (std::size_t i = 0; i < said.size(); ++i)
    for (const Sighting& sighting : pages.contents[i]) {
      const auto known = seen.all().find(sighting);
      if (known == seen.all().end() || !is_evidence(sighting, known->second.first)) continue;
      if (!said[i].earliest || known->second.first < *said[i].earliest) said[i].earliest = known->second.first;
      if (!said[i].newest || sighting.played_at > *said[i].newest) said[i].newest = sighting.played_at;
    }
  std::vector<Certificate> out;
  for (const ShownPage& page : pages.pages) {
    const Said& one = said[page.content];
    // A page without an item that an earlier page showed overlaps nothing, so it certifies nothing.
    if (one.earliest && *one.earliest < page.date)
      // The page may be stale; only its newest item proves how new it is, so that is the as-of.
      out.push_back({*one.earliest, page.date, std::min(*one.newest, page.date)});
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<Span> timeline(const Pages& pages) {
  std::vector<Span> spans;
  if (pages.pages.empty()) return spans;
  const auto [first, last] = std::minmax_element(
      pages.pages.begin(), pages.pages.end(), [](const ShownPage& a, const ShownPage& b) { return a.date < b.date; });
  const auto by_from = certificates(pages);
  std::optional<Instant> end;  // end of the chain before
  for (const Chain& chain : chains(by_from)) {
    if (end) append(spans, {*end, chain.from, State::gap, std::nullopt});
    ChainCutter(spans).cut(chain, by_from);
    end = chain.to;
  }
  // Without any certificate all time from the first page on is open.
  append(spans, {end.value_or(first->date), last->date, State::open, std::nullopt});
  return spans;
}

}  // namespace segue::coverage
