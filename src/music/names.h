// Makes names comparable, however people write them. This is the only place where names are folded, once, when a row is
// loaded; SQL never folds.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "music/recording.h"

namespace segue::music {

// Folds case (ICU, full), decomposes for compatibility, drops accents and apostrophes, turns every run of other
// characters into one blank, and trims. "Beyoncé – Déjà Vu!" → "beyonce deja vu". Invalid UTF-8 is replaced, never
// refused.
std::string fold(std::string_view name);

// Returns the id (22 base-62 characters) in "spotify:<kind>:…" or in an address of open.spotify.com (also /intl-…/);
// nullopt for any other text. `kind` is "track", "artist", "playlist", ….
std::optional<std::string> spotify_id_in(std::string_view text, std::string_view kind);
// The same for a track; also accepts a bare id.
std::optional<std::string> spotify_track_id(std::string_view text);

// Returns the name, or "" for a placeholder that players write if a tag is missing: "<MISSING>", "<Untagged>",
// "<unknown>", "[unknown]", in any case; for an artist also "Unknown Artist". "Unknown" and "Untitled" are kept: a band
// or a song may be called so.
std::string_view said_artist(std::string_view name);
std::string_view said_title(std::string_view name);  // also for albums

// The names that a source gives for one track. "" = the source does not say.
struct TrackNames {
  std::string_view artist;  // first artist, or the one credit line a source gives
  std::string_view title;
  std::string_view album;
  std::string_view spotify_id;  // 22 characters
};

// A key is 32 hex digits, except that the track_key of a Spotify track is its id. Every key but track_key is "" if a
// name that it needs is missing (empty, or a placeholder as above).
struct TrackKeys {
  TrackKey track_key;     // Spotify id, else hash of folded artist, title, album (as written if it folds to "")
  std::string title_key;  // folded first artist and folded title without edition noise; rows of two sources pair by it
  ArtistKey artist_key;   // folded artist
  AlbumKey album_key;     // folded artist and album
  RecordingKey recording_key;  // rule version, folded artist, bare title, version class; generic titles add the album
  std::string version_class;   // "" (studio), "live", "remix", "acoustic", "instrumental", "demo", "karaoke" or "cover"
};

// Returns the artist_key of keys_of() for this artist; "" if the name is missing or folds to nothing.
ArtistKey artist_key_of(std::string_view artist);

// A pure function. The `recording_key` of a track without names is a hash of its track_key.
TrackKeys keys_of(const TrackNames& names);

}  // namespace segue::music
