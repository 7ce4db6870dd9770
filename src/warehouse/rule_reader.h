// Reads from the published marts the things that rules name, and how many plays and recordings a rule is about.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "music/recording.h"
#include "music/rule.h"
#include "warehouse/connection.h"

namespace segue::warehouse {

// Returns false for marts that an older segue built: the functions below need a newer build.
bool knows_rules(Connection& connection);

struct NamedTrack {
  music::TrackKey key;
  music::RecordingKey named_recording_key;  // before merges and splits
  music::Recording recording;               // with the track's own names and id, without album and length
};
std::optional<NamedTrack> track_named(Connection& connection, const music::TrackKey& key);
// Returns the artist's tracks, sorted by key.
std::vector<NamedTrack> tracks_of_artist(Connection& connection, const music::ArtistKey& artist);

std::optional<music::Artist> artist_with_id(Connection& connection, const std::string& spotify_id);
// Returns the artist that a key means now: the artist itself, or the one that it was merged into. The name is "" if the
// marts do not know the artist.
music::Artist artist_now(Connection& connection, const music::ArtistKey& key);
// Returns whether the key is merged with another artist's key, in either direction.
bool is_united(Connection& connection, const music::ArtistKey& artist);
struct NamedPlaylist {
  std::string key, name;
};
// Returns the listener's own playlists, sorted by key.
std::vector<NamedPlaylist> playlists_of(Connection& connection, const std::string& user);

// Returns the recording of a song in the published marts: the named track's, else the song's key after merges.
music::RecordingKey recording_now(Connection& connection, const music::RuleSubject& song);

struct Extent {
  std::int64_t plays = 0;
  std::int64_t recordings = 0;  // for a playlist, the recordings on it
};
// Counts the listener's plays and the recordings that an exclusion, or the subject of a merge or split, is about. Names
// that the marts do not know give zeros.
Extent extent_of(Connection& connection, const std::string& user, const music::Rule& rule);
// Counts the same for a merge's target.
Extent target_extent(Connection& connection, const std::string& user, const music::Rule& rule);

}  // namespace segue::warehouse
