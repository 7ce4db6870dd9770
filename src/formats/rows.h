// The rows and rejects that every foreign format becomes. Rows go to a sink one at a time; the views in a row are valid
// only during the call. "" = not said.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "music/play.h"

namespace segue::formats {

// No play and no track lasts longer: a longer one is a fault, and sums stay far from overflow.
inline constexpr std::int64_t kLongestMs = std::int64_t{7} * 86'400'000;

// Numbers from this one on are not read as times.
inline constexpr std::int64_t kEndOf9999Ms = 253'402'300'800'000;

// One of several artists that a source names apart.
struct NamedArtist {
  std::string_view name, spotify_id;
};

// A track: an item of a playlist or a library, catalogue metadata, or the track of a play.
struct TrackRow {
  std::int64_t ordinal = 0;     // 0-based place of the row in its object, rejected rows counted
  std::string_view uri;         // spotify:…, any type
  std::string_view spotify_id;  // 22 characters, tracks only
  std::string_view artist, artist_spotify_id, title, album, album_spotify_id;
  std::vector<NamedArtist> artists;  // all, the first included, if the source names several artists apart
  std::string_view isrc, recording_mbid, release_date;
  std::optional<std::int64_t> duration_ms;
  std::optional<std::int32_t> track_number, disc_number;
  std::optional<bool> is_explicit;
};

// Lets the first of `artists` stand for the track; `artists` stays only if there are several.
inline void take_first_artist(TrackRow& track) {
  const NamedArtist first = track.artists.empty() ? NamedArtist{} : track.artists.front();
  track.artist = first.name;
  track.artist_spotify_id = first.spotify_id;
  if (track.artists.size() < 2) track.artists.clear();
}

// A play, and the track that was played.
struct PlayRow : TrackRow {
  music::Source source = music::Source::other;
  music::Kind kind = music::Kind::unknown;
  music::TimeBasis basis = music::TimeBasis::end;
  base::Instant instant;          // start or end, as `basis` says; a time without seconds gets its minute's 30th second
  std::int32_t precision_ms = 1;  // 1, 1000 or 60000
  std::string_view time_field;    // the format's name of that time
  bool in_local_time = false;     // `instant` is a wall-clock time, stored as if it were UTC
  std::optional<base::Instant> ts;             // export: `ts` as written
  std::optional<base::Instant> offline_start;  // export: a sane offline_timestamp
  std::optional<std::int64_t> ms_played;
  std::string_view reason_start, reason_end, platform, country, context_uri;
  std::optional<bool> shuffle, skipped, offline, incognito;
  std::string_view listener;  // a hash; "" = not said. Dumps hold the listens of many people
};

// The head of a playlist; its items follow it.
struct PlaylistRow {
  std::int64_t ordinal = 0;
  std::string_view id;  // Spotify id, or the dataset's own; "" = name it by `name`
  std::string_view name, description, modified_on;
};
struct PlaylistItemRow {
  std::string_view playlist;  // "" = the playlist whose head came last
  std::int64_t position = 0;  // 0-based
  std::string_view added_on;
  TrackRow track;
};

enum class LibraryKind { track, album, artist, banned_track, banned_artist };
struct LibraryRow {
  LibraryKind kind = LibraryKind::track;
  TrackRow track;  // title empty for albums and artists
};

// An album and an artist, as Spotify's catalogue describes them.
struct AlbumRow {
  std::int64_t ordinal = 0;
  std::string_view spotify_id, name, artist, artist_spotify_id, type, release_date, upc, label, image_url;
  std::optional<std::int32_t> total_tracks;
};
struct ArtistRow {
  std::int64_t ordinal = 0;
  std::string_view spotify_id, name, image_url;
  std::vector<std::string_view> genres;
};

// The kinds of other people's lists: a sequence, however it was made; a playlist in the order that a person gave it; a
// bag, whose order is lost (alphabetical, or none).
enum class ListKind { sequence, playlist, bag };

// An entry of somebody else's list, for a corpus.
struct ListRow {
  std::string_view list;  // rows of one list need not be adjacent
  ListKind kind = ListKind::sequence;
  bool is_local = false;  // `list` names a list within this file only
  std::optional<std::int64_t> position;
  std::optional<base::Instant> time;
  TrackRow track;
};

struct Reject {
  std::int64_t ordinal = 0;  // the row that is refused
  std::string field;         // "" = the row as a whole
  std::string reason;        // "year 0 is no date", "ms_played is negative"
};

// Thrown to reject a whole row; the first fault counts. A sink's play() may throw it, too: readers call play() where
// they catch their own faults, so that the row is counted and reported as rejected.
struct RowFault {
  std::string field;
  std::string reason;
};

// Each input row causes one call. Exceptions: a playlist's entry without a track, and the track that plays now, are
// counted but cause none; a row of the Web API may also cause album() or artist() for what it shows beside it. The head
// of a playlist or an album is not counted as a row. The default functions drop the row.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void play(const PlayRow&) {}
  virtual void track(const TrackRow&) {}
  virtual void playlist(const PlaylistRow&) {}
  virtual void playlist_item(const PlaylistItemRow&) {}
  virtual void library_item(const LibraryRow&) {}
  virtual void list_item(const ListRow&) {}
  virtual void album(const AlbumRow&) {}
  virtual void artist(const ArtistRow&) {}
  // The text in the place of an id is no id; the row comes without it.
  virtual void dropped_id() {}
  virtual void reject(const Reject&) = 0;
};

}  // namespace segue::formats
