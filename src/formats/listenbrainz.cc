// ListenBrainz: user export and dump (one listen a line), API answers and the older export (one document).
#include <fmt/core.h>

#include <cstring>

#include "formats/json_fields.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

constexpr std::int64_t kOldestSecond = 0;
constexpr std::int64_t kNewestSecond = 253'402'300'799;  // the end of year 9999

struct Listen {
  PlayRow play;
  std::optional<std::int64_t> second;
  std::string_view music_service, submission_client, origin_url, spotify_url;
  std::optional<std::int64_t> duration_s, played_s;
  std::string artist_id, album_id;  // kept alive for the views in `play`
};

// The tail of "https://open.spotify.com/artist/<id>".
std::string_view last_part(std::string_view url) {
  return url.substr(url.rfind('/') + 1);
}

void take_additional(Listen& listen, std::string_view key, JsonValue value) {
  PlayRow& play = listen.play;
  if (key == "duration_ms") play.duration_ms = whole_number_of(value, key);
  else if (key == "duration") listen.duration_s = whole_number_of(value, key);
  else if (key == "duration_played") listen.played_s = whole_number_of(value, key);
  else if (key == "ms_played") play.ms_played = whole_number_of(value, key);
  else if (key == "isrc") play.isrc = type_of(value) == JsonType::string ? text_of(value, key) : std::string_view{};
  else if (key == "recording_mbid") play.recording_mbid = text_of(value, key);
  else if (key == "music_service") listen.music_service = text_of(value, key);
  else if (key == "submission_client") listen.submission_client = text_of(value, key);
  else if (key == "origin_url") listen.origin_url = text_of(value, key);
  else if (key == "spotify_id") listen.spotify_url = text_of(value, key);
  else if (key == "spotify_album_id") play.album_spotify_id = last_part(text_of(value, key));
}

void take_metadata(Listen& listen, JsonObject metadata) {
  each_member(metadata, [&](std::string_view key, JsonValue value) {
    if (key == "artist_name") listen.play.artist = text_of(value, key);
    else if (key == "track_name") listen.play.title = text_of(value, key);
    else if (key == "release_name") listen.play.album = text_of(value, key);
    else if (key == "additional_info" && type_of(value) == JsonType::object) {
      JsonObject additional;
      require(value.get_object().get(additional));
      each_member(additional, [&](std::string_view name, JsonValue member) { take_additional(listen, name, member); });
    }
  });
}

// Listens that ListenBrainz itself took over Spotify's API or out of Spotify's export carry the time of the end.
bool came_over_the_bridge(const Listen& listen) {
  return listen.music_service == "spotify.com" && listen.submission_client.starts_with("listenbrainz");
}

// Strange lengths are no reason to lose a listen.
std::optional<std::int64_t> sane(std::optional<std::int64_t> ms) {
  return ms && *ms > 0 ? ms : std::nullopt;
}

void finish(Listen& listen) {
  PlayRow& play = listen.play;
  if (!listen.second) throw RowFault{"listened_at", "a time is expected, there is none"};
  if (*listen.second <= kOldestSecond || *listen.second > kNewestSecond)
    throw RowFault{"listened_at", fmt::format("{} is no time from 1970 to 9999", *listen.second)};
  if (play.title.empty()) throw RowFault{"track_name", "a title is expected, there is none"};
  play.instant = base::from_ms(*listen.second * 1000);
  play.precision_ms = 1000;
  const bool bridge = came_over_the_bridge(listen);
  play.source = bridge ? music::Source::listenbrainz_bridge : music::Source::listenbrainz;
  play.basis = bridge ? music::TimeBasis::end : music::TimeBasis::start;
  play.kind = play.artist.empty() ? music::Kind::unknown : music::Kind::music;
  if (!play.duration_ms && listen.duration_s) play.duration_ms = *listen.duration_s * 1000;
  if (!play.ms_played && listen.played_s) play.ms_played = *listen.played_s * 1000;
  play.duration_ms = sane(play.duration_ms);
  play.ms_played = sane(play.ms_played);
}

void read_listen(std::int64_t ordinal, JsonObject object, Sink& sink) {
  Listen listen;
  listen.play.ordinal = ordinal;
  each_member(object, [&](std::string_view key, JsonValue value) {
    if (key == "listened_at" || key == "timestamp" || key == "ts_since_epoch") listen.second = whole_number_of(value, key);
    else if (key == "track_metadata") {
      if (type_of(value) != JsonType::object) throw RowFault{"track_metadata", "an object is expected"};
      JsonObject metadata;
      require(value.get_object().get(metadata));
      take_metadata(listen, metadata);
    }
  });
  finish(listen);
  std::string id;
  for (const auto url : {listen.spotify_url, listen.origin_url})
    if (const auto found = music::spotify_track_id(url); found && id.empty()) id = *found;
  const std::string uri = id.empty() ? "" : "spotify:track:" + id;
  listen.play.spotify_id = id;
  listen.play.uri = uri;
  sink.play(listen.play);
}

// One line; a line that is no JSON ends the member.
void read_line(simdjson::ondemand::parser& parser, std::string& line, std::int64_t ordinal, Counts& counts, Sink& sink) {
  simdjson::ondemand::document document;
  const auto error = parser.iterate(line.data(), line.size(), line.capacity()).get(document);
  const auto fail = [&](const char* why) { throw SyntaxFault(fmt::format("line {}: {}", ordinal + 1, why)); };
  if (error == simdjson::UTF8_ERROR) fail("it is not UTF-8: save it as UTF-8, or take the file out of the export again");
  if (error != simdjson::SUCCESS) fail(simdjson::error_message(error));
  ++counts.rows;
  try {
    JsonType type{};
    require(document.type().get(type));
    if (type != JsonType::object) throw RowFault{"", std::string("an object is expected, this is ") + name_of(type)};
    JsonObject object;
    require(document.get_object().get(object));
    read_listen(ordinal, object, sink);
    if (!is_at_end(document)) fail("something stands after the listen");
  } catch (RowFault& fault) {
    ++counts.rejected;
    sink.reject({ordinal, std::move(fault.field), std::move(fault.reason)});
  } catch (const SyntaxFault& fault) {
    if (std::string_view(fault.what()).starts_with("line ")) throw;
    fail(fault.what());
  }
}

}  // namespace

Outcome read_listenbrainz_lines(std::string_view bytes, Sink& sink) {
  Outcome outcome;
  simdjson::ondemand::parser parser;
  std::string line;
  std::int64_t ordinal = 0;
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  try {
    for (; !bytes.empty(); ++ordinal) {
      const std::size_t end = bytes.find('\n');
      std::string_view text = bytes.substr(0, end);
      bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
      if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
      if (text.find_first_not_of(" \t") == std::string_view::npos) continue;
      line.assign(text);
      line.reserve(line.size() + simdjson::SIMDJSON_PADDING);
      read_line(parser, line, ordinal, outcome.counts, sink);
    }
  } catch (const SyntaxFault& fault) {
    outcome.counts = {};
    outcome.refusal = Refusal{fault.what()};
  }
  return outcome;
}

Outcome read_listenbrainz_json(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    const auto listen = [&](std::int64_t ordinal, JsonObject object) { read_listen(ordinal, object, sink); };
    JsonType type{};
    require(document.type().get(type));
    if (type == JsonType::array) return each_row(top_array(document, "an export"), 0, sink, listen);
    Counts counts;
    each_member(top_object(document, "an answer of ListenBrainz"), [&](std::string_view key, JsonValue value) {
      if (key != "payload" || type_of(value) != JsonType::object) return;
      JsonObject payload;
      require(value.get_object().get(payload));
      each_member(payload, [&](std::string_view name, JsonValue member) {
        if (name != "listens") return;
        JsonArray listens;
        if (member.get_array().get(listens) != simdjson::SUCCESS) throw SyntaxFault("`listens` is no list");
        counts = each_row(listens, 0, sink, listen);
      });
    });
    return counts;
  });
}

}  // namespace segue::formats
