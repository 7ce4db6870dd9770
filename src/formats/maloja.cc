// Maloja's export: one document, `scrobbles` with the start of each play.
#include "formats/json_fields.h"
#include "formats/readers.h"
#include "formats/scrobble.h"

namespace segue::formats {
namespace {

std::optional<std::int64_t> length_of(const std::optional<std::int64_t>& seconds) {
  return seconds && *seconds > 0 && *seconds <= kLongestMs / 1000 ? sane_length(*seconds * 1000) : std::nullopt;
}

JsonObject object_in(JsonValue value, std::string_view field) {
  if (type_of(value) != JsonType::object) throw RowFault{std::string(field), "an object is expected"};
  JsonObject object;
  require(value.get_object().get(object));
  return object;
}

// The first artist stands for all, as everywhere.
std::string_view first_artist(JsonValue value) {
  if (is_null(value)) return {};
  JsonArray artists;
  if (value.get_array().get(artists) != simdjson::SUCCESS) throw RowFault{"artists", "a list is expected"};
  std::string_view first;
  bool is_first = true;
  for (auto element : artists) {
    JsonValue artist;
    require(element.get(artist));
    if (is_first) first = text_of(artist, "artists");
    is_first = false;
  }
  return first;
}

void read_scrobble(std::int64_t ordinal, JsonObject object, Sink& sink) {
  PlayRow play;
  play.ordinal = ordinal;
  std::optional<std::int64_t> second;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "time")
      second = whole_number_of(value, key);
    else if (key == "duration")
      play.ms_played = length_of(whole_number_if(value));
    else if (key == "track")
      each_member(object_in(value, key), [&](std::string_view name, JsonValue member) {
        if (name == "title")
          play.title = text_of(member, name);
        else if (name == "artists")
          play.artist = first_artist(member);
        else if (name == "length")
          play.duration_ms = length_of(whole_number_if(member));
        else if (name == "album" && !is_null(member))
          each_member(object_in(member, name), [&](std::string_view field, JsonValue text) {
            if (field == "albumtitle") play.album = text_of(text, field);
          });
      });
  });
  play.instant = second_of(second, "time");
  play.precision_ms = 1000;
  finish_scrobble(play, music::Source::maloja, "title");
  sink.play(play);
}

}  // namespace

Outcome read_maloja(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    bool has_scrobbles = false;
    each_member(top_object(document, "an export of Maloja"), [&](std::string_view key, JsonValue value) {
      if (key != "scrobbles") return;
      JsonArray scrobbles;
      if (value.get_array().get(scrobbles) != simdjson::SUCCESS) throw SyntaxFault("`scrobbles` is no list");
      has_scrobbles = true;
      const Counts inside = each_row(scrobbles, counts.rows, sink, [&](std::int64_t ordinal, JsonObject scrobble) {
        read_scrobble(ordinal, scrobble, sink);
      });
      counts.rows += inside.rows;
      counts.rejected += inside.rejected;
    });
    if (!has_scrobbles) throw SyntaxFault("`scrobbles` is expected, there is none");
    return counts;
  });
}

}  // namespace segue::formats
