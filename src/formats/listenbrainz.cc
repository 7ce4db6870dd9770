// Reads ListenBrainz' user export and dump (one listen a line), API answers and the older export (one document).
#include "base/hash.h"
#include "formats/fields.h"
#include "formats/json_document.h"
#include "formats/json_lines.h"
#include "formats/readers.h"
#include "formats/scrobble.h"
#include "music/catalogue_facts.h"
#include "music/names.h"

namespace segue::formats {
namespace {

struct Listen {
  PlayRow play;
  std::optional<std::int64_t> second;
  std::string_view second_field = "listened_at";
  std::string_view music_service, submission_client, origin_url, spotify_url, isrc;
  std::optional<std::int64_t> duration_s, played_s;
  std::string_view mapped_mbid, user_name;
  std::optional<std::int64_t> user_id;
};

// Returns the id at the end of "https://open.spotify.com/artist/<id>".
std::string_view last_part(std::string_view url) {
  return url.substr(url.rfind('/') + 1);
}

void take_album_id(Listen& listen, std::string_view, JsonValue value) {
  listen.play.album_spotify_id = last_part(text_if(value));
}

// What clients add. It has no fixed form, so nothing in it rejects a listen.
constexpr RowField<Listen> kAdditionalFields[] = {{"duration_ms", lenient<&PlayRow::duration_ms>},
                                                  {"duration", lenient<&Listen::duration_s>},
                                                  {"duration_played", lenient<&Listen::played_s>},
                                                  {"ms_played", lenient<&PlayRow::ms_played>},
                                                  {"isrc", lenient<&Listen::isrc>},
                                                  {"recording_mbid", lenient<&PlayRow::recording_mbid>},
                                                  {"music_service", lenient<&Listen::music_service>},
                                                  {"submission_client", lenient<&Listen::submission_client>},
                                                  {"origin_url", lenient<&Listen::origin_url>},
                                                  {"spotify_id", lenient<&Listen::spotify_url>},
                                                  {"spotify_album_id", take_album_id}};
constexpr RowField<Listen> kMappingFields[] = {{"recording_mbid", lenient<&Listen::mapped_mbid>}};
constexpr RowField<Listen> kMetadataFields[] = {{"artist_name", strict<&PlayRow::artist>},
                                                {"track_name", strict<&PlayRow::title>},
                                                {"release_name", strict<&PlayRow::album>},
                                                {"additional_info", inside<kAdditionalFields>},
                                                {"mbid_mapping", inside<kMappingFields>}};

void take_second(Listen& listen, std::string_view key, JsonValue value) {
  listen.second = whole_number_of(value, key);
  listen.second_field = key;
}

void take_metadata(Listen& listen, std::string_view key, JsonValue value) {
  each_member(object_of(value, key),
              [&](std::string_view name, JsonValue member) { take_field<kMetadataFields>(listen, name, member); });
}

constexpr RowField<Listen> kFields[] = {
    {"listened_at", take_second},           {"timestamp", take_second},
    {"ts_since_epoch", take_second},        {"track_metadata", take_metadata},
    {"user_id", lenient<&Listen::user_id>}, {"user_name", lenient<&Listen::user_name>}};

// Returns whether ListenBrainz itself took the listen over Spotify's API ("listenbrainz") or out of Spotify's export
// ("ListenBrainz Archive Importer"): such a listen has the time of the play's end.
bool came_over_the_bridge(const Listen& listen) {
  const bool own_client =
      listen.submission_client.starts_with("listenbrainz") || listen.submission_client.starts_with("ListenBrainz");
  return own_client && listen.music_service == "spotify.com";
}

// Returns the length, nothing for a strange one: it is no reason to reject a listen.
std::optional<std::int64_t> length_of(const std::optional<std::int64_t>& ms,
                                      const std::optional<std::int64_t>& seconds) {
  return ms ? sane_length(ms) : sane_seconds(seconds);
}

void finish(Listen& listen) {
  PlayRow& play = listen.play;
  set_second(play, listen.second, listen.second_field);
  if (play.title.empty()) throw RowFault{"track_name", "a title is expected, but there is none"};
  const bool bridge = came_over_the_bridge(listen);
  play.source = bridge ? music::Source::listenbrainz_bridge : music::Source::listenbrainz;
  play.basis = bridge ? music::TimeBasis::end : music::TimeBasis::start;
  name_kind(play);
  play.duration_ms = length_of(play.duration_ms, listen.duration_s);
  play.ms_played = length_of(play.ms_played, listen.played_s);
  if (play.recording_mbid.empty()) play.recording_mbid = listen.mapped_mbid;
}

// Returns a hash of the listener, because names of people go no further than this.
std::string listener_of(const Listen& listen) {
  if (listen.user_id) return base::key_hash({"listener", std::to_string(*listen.user_id)});
  return listen.user_name.empty() ? "" : base::key_hash({"listener", listen.user_name});
}

void read_listen(std::int64_t ordinal, JsonMembers object, Sink& sink) {
  Listen listen;
  listen.play.ordinal = ordinal;
  each_member(object, [&](std::string_view key, JsonValue value) { take_field<kFields>(listen, key, value); });
  finish(listen);
  std::string id;
  for (const auto url : {listen.spotify_url, listen.origin_url})
    if (const auto found = music::spotify_track_id(url); found && id.empty()) id = *found;
  if (id.empty() && !listen.spotify_url.empty()) sink.dropped_id();
  const std::string uri = id.empty() ? "" : "spotify:track:" + id;
  listen.play.spotify_id = id;
  listen.play.uri = uri;
  const std::string isrc = music::isrc_of(listen.isrc);
  if (isrc.empty() && !listen.isrc.empty()) sink.dropped_id();
  listen.play.isrc = isrc;
  const std::string listener = listener_of(listen);
  listen.play.listener = listener;
  sink.play(listen.play);
}

}  // namespace

std::unique_ptr<LineReader> listen_lines(BrokenLines broken) {
  return json_lines(broken, read_listen);
}

Outcome read_listenbrainz_lines(std::string_view bytes, Sink& sink) {
  return read_by_lines(*listen_lines(BrokenLines::refuse_all), bytes, sink);
}

Outcome read_listenbrainz_json(std::string_view bytes, Sink& sink) {
  return read_document(bytes, [&](simdjson::ondemand::document& document) {
    const auto listen = [&](std::int64_t ordinal, JsonMembers object) { read_listen(ordinal, object, sink); };
    JsonType type{};
    require(document.type().get(type));
    if (type == JsonType::array) return each_row(top_array(document, "an export"), 0, sink, listen);
    Counts counts;
    bool has_listens = false;
    each_member(top_object(document, "an answer of ListenBrainz"), [&](std::string_view key, JsonValue value) {
      if (key != "payload") return;
      members_of(value, [&](std::string_view name, JsonValue member) {
        if (name != "listens") return;
        const JsonElements listens = list_of(member, "`listens`");
        has_listens = true;
        counts += each_row(listens, counts.rows, sink, listen);
      });
    });
    if (!has_listens) throw SyntaxFault("`payload` with `listens` is expected, but there is none");
    return counts;
  });
}

}  // namespace segue::formats
