// What was written to the user's playlist, and when: kept in the lake, since nothing can recompute it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "lake/lake.h"

namespace segue::playlist {

struct Written {
  base::Instant at;
  std::string playlist;  // Spotify id
  std::string name;
  std::vector<std::string> uris;            // in order; none: the playlist was made, and nothing put in yet
  std::vector<std::string> recording_keys;  // of the same songs
  // What Spotify showed after it, which can be other than what was written (relinked tracks, a name cut, public though
  // private was asked for): the same sight later means that nothing has changed. Empty: not looked at.
  std::vector<std::string> shown_uris;
  std::string shown_name;
  std::optional<bool> is_public;
  std::vector<std::string> refused;  // URIs that Spotify took in no list
};

void remember(lake::Lake& lake, const std::string& user, const Written& written);
// Oldest first. An object that is torn or no such list is told and left aside.
std::vector<Written> remembered(const lake::Lake& lake, const std::string& user);

// Recordings of lists written in the eight weeks before this one, those of the present ISO week (UTC) left out: asking
// again in the same week gives the same list, the next week's is another.
std::vector<std::string> cooled(const std::vector<Written>& lists, base::Instant now);

}  // namespace segue::playlist
