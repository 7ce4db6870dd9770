// Reads a page of the Web API's recently played tracks. `played_at` is the end of the play.
#include "formats/json_fields.h"
#include "formats/readers.h"
#include "music/catalogue_facts.h"
#include "music/names.h"

namespace segue::formats {
namespace {

struct Item {
  PlayRow play;
  std::string_view played_at, id, type, isrc;
  bool has_track = false, is_local = false;
};

void take_album(PlayRow& play, std::string_view key, JsonValue value) {
  if (key == "name")
    play.album = text_if(value);
  else if (key == "id")
    play.album_spotify_id = text_if(value);
  else if (key == "release_date")
    play.release_date = music::possible_date(text_if(value));
}

void take_artist(PlayRow& play, JsonValue value) {
  members_of(value, [&](std::string_view key, JsonValue member) {
    if (key == "name")
      play.artist = text_if(member);
    else if (key == "id")
      play.artist_spotify_id = text_if(member);
  });
}

// Reads the first artist that has a name or an id; it stands for all.
void take_first_artist(PlayRow& play, JsonValue value) {
  play.artist = play.artist_spotify_id = {};
  if (type_of(value) != JsonType::array) return take_artist(play, value);
  JsonElements artists;
  require(value.get_array().get(artists));
  for (auto element : artists) {
    JsonValue artist;
    require(element.get(artist));
    if (play.artist.empty() && play.artist_spotify_id.empty()) take_artist(play, artist);
  }
}

// Spotify changes the types of members: one that a play does not need is then read as not said.
void take_track(Item& item, std::string_view key, JsonValue value) {
  PlayRow& play = item.play;
  if (key == "id")
    item.id = text_if(value);
  else if (key == "uri")
    play.uri = text_if(value);
  else if (key == "name")
    play.title = text_if(value);
  else if (key == "type")
    item.type = text_if(value);
  else if (key == "duration_ms")
    play.duration_ms = sane_length(whole_number_if(value));
  else if (key == "explicit")
    play.is_explicit = flag_if(value);
  else if (key == "is_local")
    item.is_local = flag_if(value).value_or(false);
  else if (key == "track_number")
    play.track_number = small_number_if(value);
  else if (key == "disc_number")
    play.disc_number = small_number_if(value);
  else if (key == "artists")
    take_first_artist(play, value);
  else if (key == "album")
    members_of(value, [&](std::string_view name, JsonValue member) { take_album(play, name, member); });
  else if (key == "external_ids")
    members_of(value, [&](std::string_view name, JsonValue member) {
      if (name == "isrc") item.isrc = text_if(member);
    });
}

void take_member(Item& item, std::string_view key, JsonValue value) {
  if (key == "played_at")
    item.played_at = text_of(value, key);
  else if ((key == "track" || key == "item") && !is_null(value)) {  // playlists' entries say `item` since 2026
    if (type_of(value) != JsonType::object) throw RowFault{"track", "an object is expected"};
    item.has_track = true;
    members_of(value, [&](std::string_view name, JsonValue member) { take_track(item, name, member); });
  } else if (key == "context")
    members_of(value, [&](std::string_view name, JsonValue member) {
      if (name == "uri") item.play.context_uri = text_if(member);
    });
}

music::Kind kind_of(const Item& item) {
  const PlayRow& play = item.play;
  if (item.type == "episode" || play.uri.starts_with("spotify:episode:")) return music::Kind::podcast;
  if (item.is_local || play.uri.starts_with("spotify:local:")) return music::Kind::local;
  const bool is_named = !music::said_artist(play.artist).empty() && !music::said_title(play.title).empty();
  return !play.spotify_id.empty() || is_named ? music::Kind::music : music::Kind::unknown;
}

void read_item(std::int64_t ordinal, JsonMembers object, Sink& sink) {
  Item item;
  PlayRow& play = item.play;
  play.ordinal = ordinal;
  play.source = music::Source::api;
  each_member(object, [&](std::string_view key, JsonValue value) { take_member(item, key, value); });
  if (!item.has_track) throw RowFault{"track", "an object is expected, but there is none"};
  if (item.id.empty() && play.uri.empty() && play.title.empty())
    throw RowFault{"track", "an id, a uri or a name is expected, but there is none"};
  set_time(play, item.played_at, "played_at");
  if (play.precision_ms == 1000) play.precision_ms = 1;
  std::string id;
  for (const std::string_view text : {item.id, play.uri})
    if (const auto found = music::spotify_track_id(text); found && id.empty()) id = *found;
  const std::string uri = "spotify:track:" + id;
  const std::string isrc = music::isrc_of(item.isrc);
  if (isrc.empty() && !item.isrc.empty()) sink.dropped_id();
  play.isrc = isrc;
  play.spotify_id = id;
  play.kind = kind_of(item);
  if (play.kind == music::Kind::podcast) play.spotify_id = {};
  if (play.kind == music::Kind::music && play.uri.empty() && !id.empty()) play.uri = uri;
  sink.play(play);
}

}  // namespace

Outcome read_recently_played(std::string_view bytes, Sink& sink) {
  return read_rows_of(bytes, "a page", "items", sink,
                      [&](std::int64_t ordinal, JsonMembers item) { read_item(ordinal, item, sink); });
}

}  // namespace segue::formats
