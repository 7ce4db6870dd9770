// Reads Last.fm's JSON: an answer of user.getRecentTracks, ghan's list of its pages, the file of lastfmstats.
#include <fmt/core.h>

#include <tuple>
#include <utility>

#include "base/text.h"
#include "formats/json_document.h"
#include "formats/readers.h"
#include "formats/scrobble.h"

namespace segue::formats {
namespace {

// Reads a number; the API writes numbers as texts.
std::optional<std::int64_t> number_if(JsonValue value) {
  return type_of(value) == JsonType::string ? base::number_in(text_if(value)) : whole_number_if(value);
}

// The API writes `{"#text": name}`, or `{"name": name}` with extended=1; the name by itself is read, too.
using Name = std::pair<std::string_view, bool>;  // second: whether it is under `name`

Name name_in(JsonValue value, std::string_view key) {
  if (type_of(value) != JsonType::object) return {text_of(value, key), false};
  Name name;
  members_of(value, [&](std::string_view field, JsonValue member) {
    if (field != "#text" && field != "name") return;
    name = {text_of(member, key), field == "name"};
  });
  return name;
}

// The marks of a loved track: only a heart has an artist under `name` but neither an album nor `loved`, or a
// `streamable` that is an object.
struct Marks {
  bool has_album = false, has_loved = false, has_artist_name = false, has_streamable_object = false;
  bool is_heart() const { return has_streamable_object || (has_artist_name && !has_album && !has_loved); }
};

void take_marks(Marks& marks, std::string_view key, JsonValue value) {
  if (key == "album")
    marks.has_album = true;
  else if (key == "loved")
    marks.has_loved = true;
  else if (key == "streamable")
    marks.has_streamable_object = type_of(value) == JsonType::object;
}

// Reads a track. The one that plays now has no date: it is no play, and comes again on every page and as a scrobble.
void read_track(std::int64_t ordinal, JsonMembers object, Sink& sink) {
  PlayRow play;
  play.ordinal = ordinal;
  bool is_playing = false, has_date = false;
  std::optional<std::int64_t> second;
  Marks marks;
  each_member(object, [&](std::string_view key, JsonValue value) {
    take_marks(marks, key, value);
    if (key == "name")
      play.title = text_of(value, key);
    else if (key == "artist")
      std::tie(play.artist, marks.has_artist_name) = name_in(value, key);
    else if (key == "album")
      play.album = name_in(value, key).first;
    else if (key == "mbid")
      play.recording_mbid = text_if(value);
    else if (key == "date" && !is_null(value)) {
      has_date = true;
      members_of(value, [&](std::string_view field, JsonValue member) {
        if (field == "uts") second = number_if(member);
      });
    } else if (key == "@attr")
      members_of(value, [&](std::string_view field, JsonValue member) {
        if (field == "nowplaying")
          is_playing = type_of(member) == JsonType::string ? text_if(member) == "true" : flag_of(member, field) == true;
      });
  });
  if (marks.is_heart()) throw OtherMatter(kHearts);
  if (is_playing && !has_date) return;
  if (!has_date) throw RowFault{"date", "a time is expected, but there is none"};
  set_second(play, second, "date");
  finish_scrobble(play, music::Source::lastfm, "name");
  sink.play(play);
}

// Reads `track` of a page: a list, or the bare object if there is only one.
Counts read_tracks(JsonValue value, std::int64_t first_ordinal, Sink& sink) {
  const auto track = [&](std::int64_t ordinal, JsonMembers object) { read_track(ordinal, object, sink); };
  JsonElements tracks;
  if (type_of(value) == JsonType::array) {
    require(value.get_array().get(tracks));
    return each_row(tracks, first_ordinal, sink, track);
  }
  if (type_of(value) != JsonType::object) throw SyntaxFault("`track` is neither a list nor an object");
  JsonMembers object;
  require(value.get_object().get(object));
  Counts counts{1, 0};
  try {
    track(first_ordinal, object);
  } catch (RowFault& fault) {
    counts.rejected = 1;
    sink.reject({first_ordinal, std::move(fault.field), std::move(fault.reason)});
  }
  return counts;
}

// Reads a page: `track`, or `recenttracks` around it. Returns false if it has neither.
bool read_page(JsonMembers page, Counts& counts, Sink& sink) {
  bool has_tracks = false;
  each_member(page, [&](std::string_view key, JsonValue value) {
    if (key == "track") {
      has_tracks = true;
      counts += read_tracks(value, counts.rows, sink);
    } else if (key == "lovedtracks") {
      throw OtherMatter(kHearts);
    } else if (key == "recenttracks" && type_of(value) == JsonType::object) {
      JsonMembers inner;
      require(value.get_object().get(inner));
      has_tracks = read_page(inner, counts, sink) || has_tracks;
    }
  });
  return has_tracks;
}

void read_lastfmstats(std::int64_t ordinal, JsonMembers object, Sink& sink) {
  PlayRow play;
  play.ordinal = ordinal;
  std::optional<std::int64_t> millis;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "track")
      play.title = text_of(value, key);
    else if (key == "artist")
      play.artist = text_of(value, key);
    else if (key == "album")
      play.album = text_of(value, key);
    else if (key == "date")
      millis = number_if(value);
  });
  set_millis(play, millis, "date");
  finish_scrobble(play, music::Source::lastfm, "track");
  sink.play(play);
}

}  // namespace

Outcome read_lastfm_pages(std::string_view name, std::string_view bytes, Sink& sink) {
  if (names_hearts(name)) return {{}, Refusal{kHearts}};
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    Counts counts;
    JsonType type{};
    require(document.type().get(type));
    if (type == JsonType::object) {
      if (!read_page(top_object(document, "an answer of Last.fm"), counts, sink))
        throw SyntaxFault("`recenttracks` with `track` is expected, but there is none");
      return counts;
    }
    for (auto element : top_array(document, "a list of pages")) {
      JsonMembers page;
      if (element.get_object().get(page) != simdjson::SUCCESS) throw SyntaxFault("a page is not an object");
      if (!read_page(page, counts, sink)) throw SyntaxFault("a page has no `track`");
    }
    return counts;
  });
}

Outcome read_lastfmstats_json(std::string_view bytes, Sink& sink) {
  return read_rows_of(bytes, "a file of lastfmstats", "scrobbles", sink,
                      [&](std::int64_t ordinal, JsonMembers object) { read_lastfmstats(ordinal, object, sink); });
}

}  // namespace segue::formats
