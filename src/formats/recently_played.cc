// A page of the Web API's recently played tracks. `played_at` is the end of the play.
#include "formats/json_fields.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

struct Item {
  PlayRow play;
  std::string_view played_at, id, type;
  bool has_track = false, is_local = false;
};

template <class Visit>
void inside(JsonValue value, std::string_view field, Visit visit) {
  if (is_null(value)) return;
  if (type_of(value) != JsonType::object) throw RowFault{std::string(field), "an object is expected"};
  JsonObject object;
  require(value.get_object().get(object));
  each_member(object, visit);
}

void take_album(PlayRow& play, std::string_view key, JsonValue value) {
  if (key == "name")
    play.album = text_of(value, key);
  else if (key == "id")
    play.album_spotify_id = text_of(value, key);
  else if (key == "release_date")
    play.release_date = text_of(value, key);
}

void take_first_artist(PlayRow& play, JsonValue value) {
  JsonArray artists;
  if (value.get_array().get(artists) != simdjson::SUCCESS) return;
  bool first = true;
  for (auto element : artists) {
    JsonValue artist;
    require(element.get(artist));
    if (!first) continue;
    first = false;
    inside(artist, "artists", [&](std::string_view key, JsonValue member) {
      if (key == "name")
        play.artist = text_of(member, key);
      else if (key == "id")
        play.artist_spotify_id = text_of(member, key);
    });
  }
}

void take_track(Item& item, std::string_view key, JsonValue value) {
  PlayRow& play = item.play;
  if (key == "id")
    item.id = text_of(value, key);
  else if (key == "uri")
    play.uri = text_of(value, key);
  else if (key == "name")
    play.title = text_of(value, key);
  else if (key == "type")
    item.type = text_if(value);
  else if (key == "duration_ms")
    play.duration_ms = sane_length(whole_number_if(value));
  else if (key == "explicit")
    play.is_explicit = flag_of(value, key);
  else if (key == "is_local")
    item.is_local = flag_of(value, key).value_or(false);
  else if (key == "track_number")
    play.track_number = small_number_if(value);
  else if (key == "disc_number")
    play.disc_number = small_number_if(value);
  else if (key == "artists")
    take_first_artist(play, value);
  else if (key == "album")
    inside(value, key, [&](std::string_view name, JsonValue member) { take_album(play, name, member); });
  else if (key == "external_ids")
    inside(value, key, [&](std::string_view name, JsonValue member) {
      if (name == "isrc") play.isrc = text_of(member, name);
    });
}

void read_item(std::int64_t ordinal, JsonObject object, Sink& sink) {
  Item item;
  item.play.ordinal = ordinal;
  item.play.source = music::Source::api;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "played_at")
      item.played_at = text_of(value, key);
    else if (key == "track" && !is_null(value)) {
      item.has_track = true;
      inside(value, key, [&](std::string_view name, JsonValue member) { take_track(item, name, member); });
    } else if (key == "context")
      inside(value, key, [&](std::string_view name, JsonValue member) {
        if (name == "uri") item.play.context_uri = text_of(member, name);
      });
  });
  if (!item.has_track) throw RowFault{"track", "an object is expected, there is none"};
  item.play.instant = instant_of(item.played_at, "played_at");
  const bool episode = item.type == "episode" || item.play.uri.starts_with("spotify:episode:");
  const bool local = item.is_local || item.play.uri.starts_with("spotify:local:");
  std::string id;
  if (const auto found = music::spotify_track_id(item.id); found && !episode) item.play.spotify_id = id = *found;
  item.play.kind = episode       ? music::Kind::podcast
                   : local       ? music::Kind::local
                   : !id.empty() ? music::Kind::music
                                 : music::Kind::unknown;
  sink.play(item.play);
}

}  // namespace

Outcome read_recently_played(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    bool has_items = false;
    each_member(top_object(document, "a page"), [&](std::string_view key, JsonValue value) {
      if (key != "items") return;
      JsonArray items;
      if (value.get_array().get(items) != simdjson::SUCCESS) throw SyntaxFault("`items` is no list");
      has_items = true;
      const Counts inside = each_row(items, counts.rows, sink,
                                     [&](std::int64_t ordinal, JsonObject item) { read_item(ordinal, item, sink); });
      counts.rows += inside.rows;
      counts.rejected += inside.rejected;
    });
    if (!has_items) throw SyntaxFault("`items` is expected, there is none");
    return counts;
  });
}

}  // namespace segue::formats
