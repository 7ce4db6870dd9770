// Reads from the marts what training and recommending need. `api` says whether plays that only the Web API showed
// count.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/time.h"
#include "music/credits.h"
#include "music/recording.h"
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

// Returns the listener's recordings with their plays that teach.
std::vector<music::Listened> played_recordings(Connection& connection, const std::string& user, ApiPlays api);

// A play of a listener's music that teaches; views live during the visit.
struct PlayOfUser {
  std::string_view recording_key, session;
  base::Instant at;
  bool is_skip = false;
};
// Visits the listener's plays that teach, the oldest first.
void each_play_of(Connection& connection, const std::string& user, ApiPlays api,
                  const std::function<void(const PlayOfUser&)>& visit);

// Returns the keys of heard recordings, and keys that a heard track had under another name.
std::unordered_set<music::RecordingKey> heard_recordings(Connection& connection, const std::string& user);

std::vector<music::Candidate> candidate_recordings(Connection& connection, const std::string& user);
// Returns the keys of the artists that are credited on each recording. Empty for marts of an older segue.
std::unordered_map<music::RecordingKey, std::vector<music::ArtistKey>> recording_credits(Connection& connection);
// Returns every artist name in the marts with what is known of it.
music::KnownNames known_names(Connection& connection);
std::vector<music::Recording> all_recordings(Connection& connection);

// Maps the key of each recording that was merged, by a rule or because it was renamed, to its current key. Needed for
// keys in older files.
music::RecordingMerges recording_merges(Connection& connection);
// Maps the key of each artist that was merged to the artist that it belongs to now.
std::unordered_map<music::ArtistKey, music::Artist> artist_merges(Connection& connection);
// The keys that are not recommended to this listener, because of a rule or because account data list them as banned.
struct Excluded {
  std::unordered_set<music::RecordingKey> recordings;
  std::unordered_set<music::ArtistKey> artists;
};
Excluded excluded(Connection& connection, const std::string& user);
// Calls visit(recording_key, track_key) for each track, in any order.
void each_track(Connection& connection, const std::function<void(std::string_view, std::string_view)>& visit);

base::Instant as_of(Connection& connection);

}  // namespace segue::warehouse
