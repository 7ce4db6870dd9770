// Reads the library and the listener's own playlists in Spotify's account data.
#include <fmt/core.h>

#include "formats/html_text.h"
#include "formats/json_document.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

// Returns the id in a track's URI, as a view of `id`.
std::string_view track_id(std::string_view uri, std::string& id) {
  if (const auto found = music::spotify_track_id(uri)) {
    id = *found;
    return id;
  }
  return {};
}

LibraryRow library_row(LibraryKind kind, std::int64_t ordinal, JsonMembers object, std::string& id) {
  LibraryRow row;
  row.kind = kind;
  row.track.ordinal = ordinal;
  std::string_view name;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "artist")
      row.track.artist = text_of(value, key);
    else if (key == "album")
      row.track.album = text_of(value, key);
    else if (key == "track")
      row.track.title = text_of(value, key);
    else if (key == "name")
      name = text_of(value, key);
    else if (key == "uri")
      row.track.uri = text_of(value, key);
  });
  if (kind == LibraryKind::artist || kind == LibraryKind::banned_artist) row.track.artist = name;
  row.track.spotify_id = track_id(row.track.uri, id);
  const bool names_artist = kind == LibraryKind::artist || kind == LibraryKind::banned_artist;
  const auto& [field, text] = kind == LibraryKind::album ? std::pair{"album", row.track.album}
                              : names_artist             ? std::pair{"name", name}
                                                         : std::pair{"track", row.track.title};
  if (text.empty() && row.track.uri.empty()) throw RowFault{field, "it has neither a name nor a uri"};
  return row;
}

struct LibraryList {
  std::string_view key;
  LibraryKind kind;
};
constexpr LibraryList kLibraryLists[] = {{"tracks", LibraryKind::track},
                                         {"albums", LibraryKind::album},
                                         {"artists", LibraryKind::artist},
                                         {"bannedTracks", LibraryKind::banned_track},
                                         {"bannedArtists", LibraryKind::banned_artist}};

// Reads one entry of a playlist's `items`. An episode, an audiobook or a local file is accepted and causes no row.
void playlist_item(std::int64_t ordinal, std::int64_t position, JsonMembers object, Sink& sink) {
  PlaylistItemRow row;
  row.position = position;
  row.track.ordinal = ordinal;
  bool has_track = false;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "addedDate") row.added_on = text_of(value, key);
    if ((key != "track" && key != "localTrack") || is_null(value)) return;
    const JsonMembers track = object_of(value, key);
    has_track = key == "track";
    each_member(track, [&](std::string_view name, JsonValue member) {
      if (name == "trackName")
        row.track.title = text_of(member, name);
      else if (name == "artistName")
        row.track.artist = text_of(member, name);
      else if (name == "albumName")
        row.track.album = text_of(member, name);
      else if (name == "trackUri" || name == "uri")
        row.track.uri = text_of(member, name);
    });
  });
  std::string id;
  row.track.spotify_id = track_id(row.track.uri, id);
  if (has_track && (!row.track.title.empty() || !row.track.spotify_id.empty())) sink.playlist_item(row);
}

// Reads the playlist's own members before its items, because members may come in any order.
PlaylistRow head_of(JsonMembers& object, std::int64_t ordinal) {
  PlaylistRow head;
  head.ordinal = ordinal;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "name")
      head.name = text_if(value);
    else if (key == "lastModifiedDate")
      head.modified_on = text_if(value);
    else if (key == "description")
      head.description = text_if(value);
  });
  bool has_members = false;
  require(object.reset().get(has_members));
  return head;
}

// Reads one playlist; its items count as rows, its head does not.
void one_playlist(JsonMembers object, Counts& counts, Sink& sink) {
  PlaylistRow head = head_of(object, counts.rows);
  const std::string description = unescape_html(head.description);
  head.description = description;
  sink.playlist(head);
  std::int64_t position = 0;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key != "items" || is_null(value)) return;
    counts += each_row(list_of(value, "`items` of a playlist"), counts.rows, sink,
                       [&](std::int64_t ordinal, JsonMembers item) { playlist_item(ordinal, position++, item, sink); });
  });
}

}  // namespace

Outcome read_spotify_library(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    each_member(top_object(document, "a library"), [&](std::string_view key, JsonValue value) {
      for (const LibraryList& list : kLibraryLists) {
        if (key != list.key || is_null(value)) continue;
        const JsonElements entries = list_of(value, fmt::format("`{}`", key));
        counts += each_row(entries, counts.rows, sink, [&](std::int64_t ordinal, JsonMembers object) {
          std::string id;
          sink.library_item(library_row(list.kind, ordinal, object, id));
        });
      }
    });
    return counts;
  });
}

Outcome read_spotify_playlists(std::string_view bytes, Sink& sink) {
  return read_playlists_of(bytes, "a file of playlists",
                           [&](JsonMembers playlist, Counts& counts) { one_playlist(playlist, counts, sink); });
}

}  // namespace segue::formats
