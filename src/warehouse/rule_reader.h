// What the published marts know of the things that rules name, and how much a rule is about.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "music/rule.h"
#include "warehouse/connection.h"

namespace segue::warehouse {

// False for marts that an older segue built: the functions below need a newer build.
bool knows_rules(Connection& connection);

struct NamedTrack {
  std::string track_key, spotify_id, artist, title;
  std::string named_recording_key;  // before merges and splits
  std::string recording_key;
};
std::optional<NamedTrack> track_named(Connection& connection, const std::string& track_key);
// By track_key.
std::vector<NamedTrack> tracks_of_artist(Connection& connection, const std::string& artist_key);

struct NamedThing {
  std::string key, name;
};
std::optional<NamedThing> artist_with_id(Connection& connection, const std::string& spotify_id);
// The artist that a name's key is now: itself, or what it was merged into. Its name is "" where the marts do not know
// it.
NamedThing artist_now(Connection& connection, const std::string& artist_key);
// Another name is one artist with it.
bool is_united(Connection& connection, const std::string& artist_key);
// The listener's own playlists, by key.
std::vector<NamedThing> playlists_of(Connection& connection, const std::string& user);

// The recording that a song is in the published marts: a named track's, else the key along merges.
std::string recording_now(Connection& connection, const music::RuleSubject& song);

struct Extent {
  std::int64_t plays = 0;
  std::int64_t recordings = 0;  // of a playlist: those on it
};
// What an exclusion, or the subject of a merge or split, is about: the listener's plays. Names that the marts do not
// know give zeros.
Extent extent_of(Connection& connection, const std::string& user, const music::Rule& rule);
// The same of a merge's target.
Extent target_extent(Connection& connection, const std::string& user, const music::Rule& rule);

}  // namespace segue::warehouse
