// One song in one shape, and typed keys of the things that rooms name to each other.
#pragma once
#include <compare>
#include <concepts>
#include <cstdint>
#include <functional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "base/time.h"

namespace segue::music {

// The key of one kind of thing; "" = not known. Kinds do not convert into each other, so an artist's key in place of a
// recording's does not compile. Text becomes a key only where text enters: a column of a table, a line of a file.
template <class Kind>
struct Key {
  std::string value;

  Key() = default;
  template <class Text>
    requires(std::constructible_from<std::string, Text> && !std::same_as<std::remove_cvref_t<Text>, Key>)
  explicit Key(Text&& text) : value(std::forward<Text>(text)) {}

  bool empty() const { return value.empty(); }
  auto operator<=>(const Key&) const = default;
  // For messages of tests.
  template <class Stream>
  friend Stream& operator<<(Stream& out, const Key& key) {
    return out << key.value;
  }
};

using RecordingKey = Key<struct KindRecording>;  // 32 hex digits
using ArtistKey = Key<struct KindArtist>;        // 32 hex digits
using AlbumKey = Key<struct KindAlbum>;          // 32 hex digits
using TrackKey = Key<struct KindTrack>;          // a Spotify id, or 32 hex digits
using SpotifyId = Key<struct KindSpotifyTrack>;  // of a track: 22 characters

// A song, whatever its edition. "" = not known, also in names.
struct Recording {
  RecordingKey key;
  ArtistKey artist_key;
  std::string artist, title;
  std::string album;             // of one of its tracks
  SpotifyId spotify_id;          // of one of its tracks
  std::int64_t duration_ms = 0;  // 0 = not known
};

struct Artist {
  ArtistKey key;
  std::string name;
};

// A recording with the listener's plays that teach.
struct Listened {
  Recording recording;
  std::int64_t plays = 0, skips = 0;
  base::Instant last_played;
};

// A recording that may be recommended.
struct Candidate {
  Recording recording;
  std::string origin;  // saved, library, playlist, artist_album, corpus
};

}  // namespace segue::music

template <class Kind>
struct std::hash<segue::music::Key<Kind>> {
  std::size_t operator()(const segue::music::Key<Kind>& key) const { return std::hash<std::string>{}(key.value); }
};

namespace segue::music {

// Former key → current key.
using RecordingMerges = std::unordered_map<RecordingKey, RecordingKey>;

// Returns the key that a recording has now: the key itself if it was not merged. The result lives as long as both.
inline const RecordingKey& key_now(const RecordingMerges& merges, const RecordingKey& key) {
  const auto merged = merges.find(key);
  return merged == merges.end() ? key : merged->second;
}

}  // namespace segue::music
