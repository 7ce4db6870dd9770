// What was written to the user's playlist, and when: kept in the lake, since nothing can recompute it.
#pragma once
#include <string>
#include <vector>

#include "base/time.h"
#include "lake/lake.h"

namespace segue::playlist {

struct Written {
  base::Instant at;
  std::string playlist;  // Spotify id
  std::string name;
  std::vector<std::string> uris;            // in order
  std::vector<std::string> recording_keys;  // of the same songs
};

void remember(lake::Lake& lake, const std::string& user, const Written& written);
// Oldest first.
std::vector<Written> remembered(const lake::Lake& lake, const std::string& user);

// Recordings of lists written in the eight weeks before this one, those of the present ISO week (UTC) left out: asking
// again in the same week gives the same list, the next week's is another.
std::vector<std::string> cooled(const std::vector<Written>& lists, base::Instant now);

}  // namespace segue::playlist
