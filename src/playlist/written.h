// Keeps in the lake what was written to the user's playlist, and when, since nothing can recompute it.
#pragma once
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/time.h"
#include "lake/lake.h"
#include "music/recording.h"

namespace segue::playlist {

struct Written {
  base::Instant at;
  std::string playlist;  // Spotify id
  std::string name;
  std::vector<std::string> uris;                    // in order; empty: the playlist was made, and has no songs yet
  std::vector<music::RecordingKey> recording_keys;  // of the same songs
  // What Spotify showed after the write. It can differ from what was written (relinked tracks, a shortened name, public
  // though private was asked for); if Spotify shows the same later, nothing has changed. Empty: not looked at.
  std::vector<std::string> shown_uris;
  std::string shown_name;
  std::optional<bool> is_public;
  std::vector<std::string> refused;  // URIs that Spotify accepted in no list
};

void remember(lake::Lake& lake, const std::string& user, const Written& written);
// Returns the lists, oldest first. An object that is torn or no such list is skipped with a warning.
std::vector<Written> remembered(const lake::Lake& lake, const std::string& user);

// Returns the recordings of lists written in the eight ISO weeks (UTC) before this one. Lists of this week do not
// count: asking again in the same week gives the same list, and next week gives another.
std::unordered_set<music::RecordingKey> cooled(const std::vector<Written>& lists, base::Instant now);

}  // namespace segue::playlist
