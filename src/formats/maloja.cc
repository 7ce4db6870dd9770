// Reads Maloja's export: one document, `scrobbles` with the start of each play.
#include "formats/json_document.h"
#include "formats/readers.h"
#include "formats/scrobble.h"

namespace segue::formats {
namespace {

// Reads all artists. The first one makes the keys, as in every format.
void take_artists(PlayRow& play, JsonValue value) {
  play.artists.clear();
  if (is_null(value)) return;
  JsonElements artists;
  if (value.get_array().get(artists) != simdjson::SUCCESS) throw RowFault{"artists", "a list is expected"};
  for (auto element : artists) {
    JsonValue artist;
    require(element.get(artist));
    const std::string_view name = play.artists.empty() ? text_of(artist, "artists") : text_if(artist);
    if (play.artists.empty() || !name.empty()) play.artists.push_back({name, {}});
  }
  take_first_artist(play);
}

void read_scrobble(std::int64_t ordinal, JsonMembers object, Sink& sink) {
  PlayRow play;
  play.ordinal = ordinal;
  std::optional<std::int64_t> second;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "time")
      second = whole_number_of(value, key);
    else if (key == "duration")
      play.ms_played = sane_seconds(whole_number_if(value));
    else if (key == "track")
      each_member(object_of(value, key), [&](std::string_view name, JsonValue member) {
        if (name == "title")
          play.title = text_of(member, name);
        else if (name == "artists")
          take_artists(play, member);
        else if (name == "length")
          play.duration_ms = sane_seconds(whole_number_if(member));
        else if (name == "album" && !is_null(member))
          each_member(object_of(member, name), [&](std::string_view field, JsonValue text) {
            if (field == "albumtitle") play.album = text_of(text, field);
          });
      });
  });
  set_second(play, second, "time");
  finish_scrobble(play, music::Source::maloja, "title");
  sink.play(play);
}

}  // namespace

Outcome read_maloja(std::string_view bytes, Sink& sink) {
  return read_rows_of(bytes, "an export of Maloja", "scrobbles", sink,
                      [&](std::int64_t ordinal, JsonMembers scrobble) { read_scrobble(ordinal, scrobble, sink); });
}

}  // namespace segue::formats
