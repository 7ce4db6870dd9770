// How it works: the answers of a list, in the order in which they came, are cut into readings. A page at offset 0
// begins a reading; a page that names no next one makes it whole. The newest reading says where to go on, the newest
// whole one gives the first page to compare with.
#include "capture/enrich_lists.h"

#include <algorithm>
#include <optional>

#include "lake/kinds.h"

namespace segue::capture {
namespace {

using music::KeptAnswer;

std::chrono::sys_days day_of(base::Instant at) {
  return std::chrono::floor<std::chrono::days>(at);
}

// The pages of one reading of a list, from the first page on.
struct ReadingOfList {
  std::vector<const KeptAnswer*> pages;
  bool is_whole() const { return !pages.empty() && pages.back()->next.empty(); }
};

struct Readings {
  std::optional<ReadingOfList> newest, newest_whole;
  std::optional<base::Instant> seen_equal;  // when a first page came that equals that of a whole reading
};

template <class Wanted>
Readings readings(const std::vector<KeptAnswer>& answers, Wanted wanted) {
  Readings out;
  for (const KeptAnswer& answer : answers) {
    if (answer.status != 200 || !wanted(answer)) continue;
    if (!answer.same_as.empty()) {
      out.seen_equal = answer.at;
      continue;
    }
    if (answer.offset == 0)
      out.newest = ReadingOfList{};
    else if (!out.newest || out.newest->is_whole())
      continue;  // the first page of its reading is missing
    out.newest->pages.push_back(&answer);
    if (out.newest->is_whole()) out.newest_whole = out.newest;
  }
  return out;
}

// Goes on one page after the last page of the reading: a page that is not the last of its list is full.
void go_on(ListState& state, const ReadingOfList& reading) {
  state.next = reading.pages.back()->next;
  state.offset = reading.pages.back()->offset + kListPage;
}

}  // namespace

ListState daily_list(const std::vector<KeptAnswer>& answers, std::string_view kind, std::string_view subject,
                     base::Instant now) {
  const Readings found =
      readings(answers, [&](const KeptAnswer& answer) { return answer.kind == kind && answer.subject == subject; });
  ListState state;
  const auto today = day_of(now);
  if (found.newest_whole) {
    state.first_object = found.newest_whole->pages.front()->object;
    state.first_sha256 = found.newest_whole->pages.front()->sha256;
  }
  if (found.seen_equal && day_of(*found.seen_equal) >= today) state.is_due = false;
  if (!found.newest || day_of(found.newest->pages.front()->at) < today) return state;
  if (found.newest->is_whole())
    state.is_due = false;
  else
    go_on(state, *found.newest);
  return state;
}

ListState playlist_items(const std::vector<KeptAnswer>& answers, std::string_view playlist, std::string_view snapshot) {
  const std::string_view kind = lake::text_of(lake::ObjectKind::playlist_items);
  const auto is_of_it = [&](const KeptAnswer& answer) {
    return answer.kind == kind && answer.subject == playlist && answer.snapshot == snapshot;
  };
  const Readings found = readings(answers, is_of_it);
  const bool is_gone = std::any_of(answers.begin(), answers.end(),
                                   [&](const KeptAnswer& answer) { return is_of_it(answer) && answer.status == 404; });
  ListState state;
  if (found.newest_whole || is_gone)
    state.is_due = false;
  else if (found.newest)
    go_on(state, *found.newest);
  return state;
}

std::vector<std::string> newest_whole(const std::vector<KeptAnswer>& answers, std::string_view kind) {
  const Readings found = readings(answers, [&](const KeptAnswer& answer) { return answer.kind == kind; });
  std::vector<std::string> objects;
  if (found.newest_whole)
    for (const KeptAnswer* page : found.newest_whole->pages) objects.push_back(page->object);
  return objects;
}

}  // namespace segue::capture
