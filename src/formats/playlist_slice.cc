// Reads slices in the shape of the Million Playlist Dataset.
#include <fmt/core.h>

#include "formats/json_fields.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

struct Entry {
  TrackRow track;
  std::string_view artist_uri, album_uri;
  std::optional<std::int64_t> position;
};

std::string_view tail_of(std::string_view uri) {
  return uri.substr(uri.rfind(':') + 1);
}

void read_entry(std::int64_t ordinal, const std::string& list, JsonMembers object, Sink& sink) {
  Entry entry;
  TrackRow& track = entry.track;
  track.ordinal = ordinal;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "pos")
      entry.position = whole_number_of(value, key);
    else if (key == "track_uri")
      track.uri = text_of(value, key);
    else if (key == "track_name")
      track.title = text_of(value, key);
    else if (key == "artist_name")
      track.artist = text_of(value, key);
    else if (key == "album_name")
      track.album = text_of(value, key);
    else if (key == "artist_uri")
      track.artist_spotify_id = tail_of(text_of(value, key));
    else if (key == "album_uri")
      track.album_spotify_id = tail_of(text_of(value, key));
    else if (key == "duration_ms")
      track.duration_ms = sane_length(whole_number_if(value));
  });
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
    JsonElements tracks;
    if (value.get_array().get(tracks) != simdjson::SUCCESS) throw SyntaxFault("`tracks` of a playlist is not a list");
    const Counts inside = each_row(tracks, counts.rows, sink, [&](std::int64_t ordinal, JsonMembers entry) {
      read_entry(ordinal, list, entry, sink);
    });
    counts.rows += inside.rows;
    counts.rejected += inside.rejected;
  });
}

}  // namespace

Outcome read_playlist_slice(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    each_member(top_object(document, "a playlist slice"), [&](std::string_view key, JsonValue value) {
      if (key != "playlists") return;
      JsonElements playlists;
      if (value.get_array().get(playlists) != simdjson::SUCCESS) throw SyntaxFault("`playlists` is not a list");
      for (auto element : playlists) {
        JsonMembers playlist;
        if (element.get_object().get(playlist) != simdjson::SUCCESS) throw SyntaxFault("a playlist is not an object");
        read_playlist(playlist, counts, sink);
      }
    });
    return counts;
  });
}

}  // namespace segue::formats
