// Decides which of the listener's own lists in Spotify are due, by what the lake has of them. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "music/catalogue.h"

namespace segue::capture {

inline constexpr std::int64_t kListPage = 50;  // entries of a page, the most that Spotify gives

// The state of a list that comes in pages. All pages of one reading are of the same day (or the same snapshot).
struct ListState {
  bool is_due = true;
  std::string next;         // where the reading goes on, an offset or a cursor; "" = at the beginning
  std::int64_t offset = 0;  // the number of entries before that
  // The first page of the newest whole reading: if the first page is equal now, nothing has changed.
  std::string first_object, first_sha256;
};

// Returns the state of a list that is due once per UTC day: it is not due if all its pages, or an unchanged first page,
// came today. A reading that stopped goes on during the same day and begins again on a later one.
ListState daily_list(const std::vector<music::KeptAnswer>& answers, std::string_view kind, std::string_view subject,
                     base::Instant now);

// Returns the state of a playlist's items at one snapshot: due on any day until all pages came, or a 404.
ListState playlist_items(const std::vector<music::KeptAnswer>& answers, std::string_view playlist,
                         std::string_view snapshot);

// Returns the objects of the newest whole reading, page by page; none if there is no such reading.
std::vector<std::string> newest_whole(const std::vector<music::KeptAnswer>& answers, std::string_view kind);

}  // namespace segue::capture
