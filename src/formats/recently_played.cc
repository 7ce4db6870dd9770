// Reads a page of the Web API's recently played tracks. `played_at` is the end of the play.
#include "formats/fields.h"
#include "formats/json_document.h"
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

constexpr RowField<NamedArtist> kArtistFields[] = {{"name", lenient<&NamedArtist::name>},
                                                   {"id", lenient<&NamedArtist::spotify_id>}};

// Reads the artists that have a name or an id. The first one makes the keys.
void take_artists(Item& item, std::string_view key, JsonValue value) {
  PlayRow& play = item.play;
  play.artists.clear();
  const auto take = [&](JsonValue one) {
    NamedArtist artist;
    inside<kArtistFields>(artist, key, one);
    if (!artist.name.empty() || !artist.spotify_id.empty()) play.artists.push_back(artist);
  };
  if (type_of(value) == JsonType::array) {
    JsonElements artists;
    require(value.get_array().get(artists));
    for (auto element : artists) {
      JsonValue artist;
      require(element.get(artist));
      take(artist);
    }
  } else {
    take(value);
  }
  take_first_artist(play);
}

void take_release_date(Item& item, std::string_view, JsonValue value) {
  item.play.release_date = music::possible_date(text_if(value));
}

constexpr RowField<Item> kAlbumFields[] = {{"name", lenient<&PlayRow::album>},
                                           {"id", lenient<&PlayRow::album_spotify_id>},
                                           {"release_date", take_release_date}};
constexpr RowField<Item> kExternalIds[] = {{"isrc", lenient<&Item::isrc>}};

// Spotify changes the types of members: one that a play does not need is then read as not said.
constexpr RowField<Item> kTrackFields[] = {{"id", lenient<&Item::id>},
                                           {"uri", lenient<&PlayRow::uri>},
                                           {"name", lenient<&PlayRow::title>},
                                           {"type", lenient<&Item::type>},
                                           {"duration_ms", length<&PlayRow::duration_ms>},
                                           {"explicit", lenient<&PlayRow::is_explicit>},
                                           {"is_local", lenient<&Item::is_local>},
                                           {"track_number", lenient<&PlayRow::track_number>},
                                           {"disc_number", lenient<&PlayRow::disc_number>},
                                           {"artists", take_artists},
                                           {"album", inside<kAlbumFields>},
                                           {"external_ids", inside<kExternalIds>}};

void take_track(Item& item, std::string_view key, JsonValue value) {
  if (is_null(value)) return;
  if (type_of(value) != JsonType::object) throw RowFault{"track", "an object is expected"};
  item.has_track = true;
  inside<kTrackFields>(item, key, value);
}

constexpr RowField<Item> kContextFields[] = {{"uri", lenient<&PlayRow::context_uri>}};
constexpr RowField<Item> kFields[] = {{"played_at", strict<&Item::played_at>},
                                      {"track", take_track},
                                      {"item", take_track},  // playlists' entries say `item` since 2026
                                      {"context", inside<kContextFields>}};

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
  each_member(object, [&](std::string_view key, JsonValue value) { take_field<kFields>(item, key, value); });
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
