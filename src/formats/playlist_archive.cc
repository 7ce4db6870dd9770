// Reads one playlist of the public archive: `pretty` has the tracks in the playlist's order, `cumulative` has every
// track that was ever in it, by alphabet. Does not read descriptions and owners.
#include <fmt/core.h>

#include "formats/json_document.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

std::string_view id_of(std::string_view url) {
  return url.substr(url.rfind('/') + 1);
}

// Reads the first artist that has a name: keys are made from the first artist.
void take_artist(TrackRow& track, JsonValue value) {
  if (type_of(value) != JsonType::array) throw RowFault{"artists", "a list is expected"};
  JsonElements artists;
  require(value.get_array().get(artists));
  for (auto element : artists) {
    JsonValue one;
    require(element.get(one));
    std::string_view name, url;
    members_of(one, [&](std::string_view key, JsonValue member) {
      if (key == "name") name = text_if(member);
      if (key == "url") url = text_if(member);
    });
    if (!track.artist.empty() || name.empty()) continue;
    track.artist = name;
    track.artist_spotify_id = id_of(url);
  }
}

void take_album(TrackRow& track, JsonValue value) {
  members_of(value, [&](std::string_view key, JsonValue member) {
    if (key == "name") track.album = text_if(member);
    if (key == "url") track.album_spotify_id = id_of(text_if(member));
  });
}

struct Playlist {
  std::string id;
  ListKind kind = ListKind::playlist;
};

void read_track(std::int64_t ordinal, const Playlist& playlist, JsonMembers object, Sink& sink) {
  ListRow row;
  row.list = playlist.id;
  row.kind = playlist.kind;
  row.is_local = playlist.id.empty();
  row.position = ordinal;
  TrackRow& track = row.track;
  track.ordinal = ordinal;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "url")
      track.uri = text_of(value, key);
    else if (key == "name")
      track.title = text_of(value, key);
    else if (key == "artists")
      take_artist(track, value);
    else if (key == "album")
      take_album(track, value);
    else if (key == "duration_ms")
      track.duration_ms = sane_length(whole_number_if(value));
  });
  std::string id;
  if (const auto found = music::spotify_track_id(track.uri))
    track.spotify_id = id = *found;
  else if (!track.uri.empty())
    sink.dropped_id();
  if (id.empty() && (track.title.empty() || track.artist.empty()))
    throw RowFault{"url", "it has neither a track of Spotify nor an artist and a title"};
  sink.list_item(row);
}

// Reads the playlist's own members before the tracks, because they are on both sides of the tracks.
Playlist playlist_of(JsonMembers& object) {
  Playlist playlist;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "url") playlist.id = music::spotify_id_in(text_if(value), "playlist").value_or("");
    if (key == "date_first_scraped") playlist.kind = ListKind::bag;
  });
  bool has_members = false;
  require(object.reset().get(has_members));
  return playlist;
}

}  // namespace

Outcome read_playlist_archive(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    JsonMembers object = top_object(document, "a playlist of the archive");
    const Playlist playlist = playlist_of(object);
    bool has_tracks = false;
    each_member(object, [&](std::string_view key, JsonValue value) {
      if (key != "tracks") return;
      const JsonElements tracks = list_of(value, "`tracks`");
      has_tracks = true;
      counts = each_row(tracks, 0, sink,
                        [&](std::int64_t ordinal, JsonMembers track) { read_track(ordinal, playlist, track, sink); });
    });
    if (!has_tracks) throw SyntaxFault("`tracks` is expected, but there is none");
    return counts;
  });
}

}  // namespace segue::formats
