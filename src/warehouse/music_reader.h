// Reads from the marts what training and recommending need. `api` says whether plays that only the Web API showed
// count.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/time.h"
#include "warehouse/connection.h"

namespace segue::warehouse {

enum class ApiPlays { left_out, included };

// One place of a list; views live during the visit.
struct ListPlace {
  std::string_view list;  // another value begins another list
  std::string_view recording_key, artist_key, album_key, track_key;
};
// Visits the plays of all users' sessions in order. Leaves out plays of a known length under 30 s and plays that a rule
// keeps from teaching.
void each_session_play(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit);
// Visits all users' own playlists, place by place: the playlists of account data, or, if the API's are included, the
// newer of two with one name. Leaves out what a rule keeps from teaching.
void each_playlist_place(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit);

// A recording with its plays that teach.
struct PlayedRecording {
  std::string recording_key, artist_key, artist, title;
  std::int64_t plays = 0, skips = 0;
  base::Instant last_played;
};
std::vector<PlayedRecording> played_recordings(Connection& connection, const std::string& user, ApiPlays api);

// Returns the keys of heard recordings, and keys that a heard track had under another name.
std::vector<std::string> heard_recordings(Connection& connection, const std::string& user);

struct NamedRecording {
  std::string recording_key, artist_key, artist, title, album, spotify_id;
  std::int64_t duration_ms = 0;
  std::string origin;  // set by candidate_recordings(); "" from all_recordings()
};
std::vector<NamedRecording> candidate_recordings(Connection& connection, const std::string& user);
std::vector<NamedRecording> all_recordings(Connection& connection);

// Maps the key of each recording that was merged, by a rule or because it was renamed, to its current key. Needed for
// keys in older files.
std::unordered_map<std::string, std::string> recording_merges(Connection& connection);
// The current key and name of an artist that was merged into another.
struct ArtistNow {
  std::string key, name;
};
std::unordered_map<std::string, ArtistNow> artist_merges(Connection& connection);
// The keys that are not recommended to this listener, because of a rule or because account data list them as banned.
struct Excluded {
  std::unordered_set<std::string> recordings, artists;
};
Excluded excluded(Connection& connection, const std::string& user);
// Calls visit(recording_key, track_key) for each track, in any order.
void each_track(Connection& connection, const std::function<void(std::string_view, std::string_view)>& visit);

base::Instant as_of(Connection& connection);

}  // namespace segue::warehouse
