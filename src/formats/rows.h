// What every foreign format becomes: rows, handed one at a time to a sink, and rejects. Views in a row live only
// during the call. "" = not said.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "music/play.h"

namespace segue::formats {

// No play and no track lasts longer: what claims to is a fault, and sums stay far from overflow.
inline constexpr std::int64_t kLongestMs = std::int64_t{7} * 86'400'000;

// No play was heard then or later: figures beyond it are no times.
inline constexpr std::int64_t kEndOf9999Ms = 253'402'300'800'000;

struct PlayRow {
  std::int64_t ordinal = 0;  // 0-based place of the row in its object, rejected rows counted
  music::Source source = music::Source::other;
  music::Kind kind = music::Kind::unknown;
  music::TimeBasis basis = music::TimeBasis::end;
  base::Instant instant;            // the side that `basis` names; a minute-precise time stands at its 30th second
  std::int32_t precision_ms = 1;    // 1, 1000 or 60000
  std::string_view time_field;      // what the format calls that time
  bool in_local_time = false;       // `instant` is what the clock on the wall showed, written as if it were UTC
  std::optional<base::Instant> ts;  // export: `ts` as written
  std::optional<base::Instant> offline_start;  // export: a sane offline_timestamp
  std::optional<std::int64_t> ms_played, duration_ms;
  std::string_view uri;         // spotify:…, any type
  std::string_view spotify_id;  // 22 characters, tracks only
  std::string_view artist, title, album;
  std::string_view artist_spotify_id, album_spotify_id;
  std::string_view isrc, recording_mbid, release_date;
  std::optional<std::int32_t> track_number, disc_number;
  std::optional<bool> is_explicit;
  std::string_view reason_start, reason_end, platform, country, context_uri;
  std::optional<bool> shuffle, skipped, offline, incognito;
  std::string_view listener;  // a hash; "" = not said. Dumps hold the listens of many people
};

// A track that somebody names without playing it: an item of a playlist or a library, or catalogue metadata.
struct TrackRow {
  std::int64_t ordinal = 0;
  std::string_view uri, spotify_id;
  std::string_view artist, artist_spotify_id, title, album, album_spotify_id;
  std::string_view isrc, recording_mbid, release_date;
  std::optional<std::int64_t> duration_ms;
  std::optional<std::int32_t> track_number, disc_number;
  std::optional<bool> is_explicit;
};

// The head of a playlist; its items follow it.
struct PlaylistRow {
  std::int64_t ordinal = 0;
  std::string_view id;  // Spotify id, or the dataset's own; "" = name it by `name`
  std::string_view name, description, modified_on;
};
struct PlaylistItemRow {
  std::string_view playlist;  // "" = the one whose head came last
  std::int64_t position = 0;  // 0-based
  std::string_view added_on;
  TrackRow track;
};

enum class LibraryKind { track, album, artist, banned_track, banned_artist };
struct LibraryRow {
  LibraryKind kind = LibraryKind::track;
  TrackRow track;  // title empty for albums and artists
};

// What Spotify's catalogue says of an album and of an artist.
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

// What somebody else's list is: a sequence of any making; a playlist in the order that a person gave it; one whose
// order is lost (alphabetical, or none).
enum class ListKind { sequence, playlist, bag };

// A row of somebody else's list: a corpus entry.
struct ListRow {
  std::string_view list;  // rows of one list need not be adjacent
  ListKind kind = ListKind::sequence;
  bool is_local = false;  // the name means a list of this file alone
  std::optional<std::int64_t> position;
  std::optional<base::Instant> time;
  TrackRow track;
};

struct Reject {
  std::int64_t ordinal = 0;  // the row that is refused
  std::string field;         // "" = the row as a whole
  std::string reason;        // "year 0 is no date", "ms_played is negative"
};

// The row as a whole is refused; the first fault counts. A sink's play() may throw it, too: readers call it where their
// own faults are caught, so that the row is counted and told as rejected.
struct RowFault {
  std::string field;
  std::string reason;
};

// Every row of an object ends in at most one call: a place of a playlist that holds no track is counted and taught to
// nobody, every other row is one call. A playlist's head counts as no row. Defaults drop the row.
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
  // What stands where an id should is none; the row comes without it.
  virtual void dropped_id() {}
  virtual void reject(const Reject&) = 0;
};

}  // namespace segue::formats
