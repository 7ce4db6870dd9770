// Readers of marts that give values: what training and recommending need. `sources` of a scope: whether plays known
// from the Web API alone count.
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
  std::string_view list;  // changes where a new list begins
  std::string_view recording_key, artist_key, album_key, track_key;
};
// Sessions of all users, play by play, those of known length under 30 s left out, and those that a rule keeps from
// teaching.
void each_session_play(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit);
// All users' own playlists, place by place: those of account data, or, with the API's, the newer of two of one name.
// What a rule keeps from teaching is left out.
void each_playlist_place(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit);

// Of plays that teach.
struct PlayedRecording {
  std::string recording_key, artist_key, artist, title;
  std::int64_t plays = 0, skips = 0;
  base::Instant last_played;
};
std::vector<PlayedRecording> played_recordings(Connection& connection, const std::string& user, ApiPlays api);

// Also keys that a heard track bore under another name.
std::vector<std::string> heard_recordings(Connection& connection, const std::string& user);

struct NamedRecording {
  std::string recording_key, artist_key, artist, title, album, spotify_id;
  std::int64_t duration_ms = 0;
  std::string origin;  // of candidates; "" of all recordings
};
std::vector<NamedRecording> candidate_recordings(Connection& connection, const std::string& user);
std::vector<NamedRecording> all_recordings(Connection& connection);

// Recordings that are another one, by rules or because they were renamed: its key → that of now. For keys that older
// files hold.
std::unordered_map<std::string, std::string> recording_merges(Connection& connection);
// Artists that go by another key now, and how that artist is called.
struct ArtistNow {
  std::string key, name;
};
std::unordered_map<std::string, ArtistNow> artist_merges(Connection& connection);
// Keys that are not recommended to this listener, by rule or because account data say that they are banned.
struct Excluded {
  std::unordered_set<std::string> recordings, artists;
};
Excluded excluded(Connection& connection, const std::string& user);
// visit(recording_key, track_key), in any order.
void each_track(Connection& connection, const std::function<void(std::string_view, std::string_view)>& visit);

base::Instant as_of(Connection& connection);

}  // namespace segue::warehouse
