// The listener's own lists in Spotify: what is there of them, and what is due. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "music/catalogue.h"

namespace segue::capture {

inline constexpr std::int64_t kListPage = 50;  // the most that Spotify gives of a list

// How a list stands that comes in pages, all pages of one reading from the same day (or of the same snapshot).
struct ListState {
  bool is_due = true;
  std::string next;         // where to go on, an offset or a cursor; "" = from the beginning
  std::int64_t offset = 0;  // the same as the number of entries before it
  // The first page of the newest whole reading: an equal one now means that nothing has changed.
  std::string first_object, first_sha256;
};

// Once in a UTC day at most: not due where a whole reading, or the sight of an equal first page, is of today. A reading
// that stopped goes on on the same day and begins again on a later one.
ListState daily_list(const std::vector<music::KeptAnswer>& answers, std::string_view kind, std::string_view subject,
                     base::Instant now);

// Items of a playlist in one state: due until they are whole, whatever the day.
ListState playlist_items(const std::vector<music::KeptAnswer>& answers, std::string_view playlist,
                         std::string_view snapshot);

// Objects of the newest whole reading, page by page; none where there is none.
std::vector<std::string> newest_whole(const std::vector<music::KeptAnswer>& answers, std::string_view kind);

}  // namespace segue::capture
