// Reads slices in the shape of the Million Playlist Dataset.
#include <fmt/core.h>

#include "formats/fields.h"
#include "formats/json_document.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

struct Entry {
  TrackRow track;
  std::optional<std::int64_t> position;
};

std::string_view tail_of(std::string_view uri) {
  return uri.substr(uri.rfind(':') + 1);
}

void take_artist_uri(Entry& entry, std::string_view key, JsonValue value) {
  entry.track.artist_spotify_id = tail_of(text_of(value, key));
}
void take_album_uri(Entry& entry, std::string_view key, JsonValue value) {
  entry.track.album_spotify_id = tail_of(text_of(value, key));
}

constexpr RowField<Entry> kFields[] = {{"pos", strict<&Entry::position>},
                                       {"track_uri", strict<&TrackRow::uri>},
                                       {"track_name", strict<&TrackRow::title>},
                                       {"artist_name", strict<&TrackRow::artist>},
                                       {"album_name", strict<&TrackRow::album>},
                                       {"artist_uri", take_artist_uri},
                                       {"album_uri", take_album_uri},
                                       {"duration_ms", length<&TrackRow::duration_ms>}};

void read_entry(std::int64_t ordinal, const std::string& list, JsonMembers object, Sink& sink) {
  Entry entry;
  TrackRow& track = entry.track;
  track.ordinal = ordinal;
  each_member(object, [&](std::string_view key, JsonValue value) { take_field<kFields>(entry, key, value); });
  std::string id;
  if (const auto found = music::spotify_track_id(track.uri))
    track.spotify_id = id = *found;
  else if (!track.uri.empty())
    sink.dropped_id();
  if (track.spotify_id.empty() && (track.title.empty() || track.artist.empty()))
    throw RowFault{"track_uri", "it has neither a Spotify id nor an artist and a title"};
  ListRow row;
  row.list = list;
  row.kind = ListKind::playlist;
  row.is_local = list.starts_with("row:");
  row.position = entry.position;
  row.track = track;
  sink.list_item(row);
}

// Returns "pid:7", or a name of its own for a list without an id. Looks for the id before the tracks are read, because
// it may come after them.
std::string list_name(JsonMembers& object, std::int64_t first_row) {
  std::string list = fmt::format("row:{}", first_row);
  for (auto field : object) {
    std::string_view key;
    require(field.unescaped_key().get(key));
    JsonValue value;
    require(field.value().get(value));
    if (key != "pid") continue;
    if (const auto pid = whole_number_if(value)) list = fmt::format("pid:{}", *pid);
    break;
  }
  bool has_members = false;
  require(object.reset().get(has_members));
  return list;
}

void read_playlist(JsonMembers object, Counts& counts, Sink& sink) {
  const std::string list = list_name(object, counts.rows);
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key != "tracks") return;
    const JsonElements tracks = list_of(value, "`tracks` of a playlist");
    counts += each_row(tracks, counts.rows, sink,
                       [&](std::int64_t ordinal, JsonMembers entry) { read_entry(ordinal, list, entry, sink); });
  });
}

}  // namespace

Outcome read_playlist_slice(std::string_view bytes, Sink& sink) {
  return read_playlists_of(bytes, "a playlist slice",
                           [&](JsonMembers playlist, Counts& counts) { read_playlist(playlist, counts, sink); });
}

}  // namespace segue::formats
