// Names as people write them, made comparable. All folding of the system happens here, once, at load; SQL never folds.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace segue::music {

// Case folded (ICU, full), compatibility-decomposed, accents dropped, everything but letters and digits turned into
// single blanks, trimmed. "Beyoncé – Déjà Vu!" → "beyonce deja vu". Invalid UTF-8 is replaced, never refused.
std::string fold(std::string_view name);

// 22 base-62 characters out of "spotify:<kind>:…" or an address of open.spotify.com (its /intl-…/ form, too); nothing
// otherwise. `kind`: track, artist, playlist, ….
std::optional<std::string> spotify_id_in(std::string_view text, std::string_view kind);
// The same of a track, a bare id included.
std::optional<std::string> spotify_track_id(std::string_view text);

// A name, or "" for what players write where a tag is missing: "<MISSING>", "<Untagged>", "<unknown>", "[unknown]", in
// any case; of an artist "Unknown Artist", too. A band may be called "Unknown" and a song "Untitled".
std::string_view said_artist(std::string_view name);
std::string_view said_title(std::string_view name);  // of an album, too

// What a source says of one track. Empty = not said.
struct TrackNames {
  std::string_view artist;  // first artist, or the one credit line a source gives
  std::string_view title;
  std::string_view album;
  std::string_view spotify_id;  // 22 characters
};

// Keys are 32 hex digits, but track_key of a Spotify track, which is its id. All but track_key are "" when the names
// they need are missing (empty, or a placeholder as above).
struct TrackKeys {
  std::string track_key;   // the Spotify id, else hash of folded artist, title, album; what folds to nothing as written
  std::string title_key;   // folded first artist and folded title without edition noise: what sources pair by
  std::string artist_key;  // folded artist
  std::string album_key;   // folded artist and album
  std::string recording_key;  // rule version, folded artist, bare title, version class; generic titles add the album
  std::string version_class;  // "" (studio), "live", "remix", "acoustic", "instrumental", "demo", "karaoke", "cover"
};

// Pure. `recording_key` of a nameless track hashes its track_key.
TrackKeys keys_of(const TrackNames& names);

}  // namespace segue::music
