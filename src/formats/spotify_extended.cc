// Reads rows of Spotify's extended streaming history, every vintage (docs/formats/imports.md).
#include <tuple>
#include <utility>

#include "formats/spotify_rows.h"
#include "music/names.h"

namespace segue::formats {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kOctober2008 = 1'222'819'200;  // the start of Spotify's first month, in Unix seconds

// Reads an offline_timestamp: milliseconds in some vintages, seconds in others, junk in many rows.
std::optional<base::Instant> offline_instant(std::optional<std::int64_t> stamp) {
  if (!stamp) return std::nullopt;
  if (*stamp > 100'000'000'000) return base::from_ms(*stamp);
  if (*stamp >= kOctober2008) return base::from_ms(*stamp * 1000);
  return std::nullopt;
}

// Returns whether a start is sane: less than 30 days before `ts` (an offline sync), or less than an hour after it.
bool is_sane_start(base::Instant start, base::Instant ts) {
  const std::int64_t before = base::to_ms(ts) - base::to_ms(start);
  return before < 30 * kDayMs && before > -kDayMs / 24;
}

// Returns whether `ts` may be later than the play's end: many offline plays have the `ts` of their sync; after a crash
// or a logout `ts` may be the next start of the app.
bool has_late_ts(const PlayRow& play) {
  return play.offline.value_or(false) || play.reason_end == "logout" || play.reason_end.starts_with("unexpected-exit");
}

bool is_said(std::string_view artist, std::string_view title) {
  return !music::said_artist(artist).empty() && !music::said_title(title).empty();
}

// Returns the kind and its URI. The URI decides; rows without one, as before 2021, are judged by their names.
std::pair<music::Kind, std::string_view> kind_of(const ExtendedRow& row, bool video) {
  using music::Kind;
  if (video) return {Kind::video, row.track_uri.empty() ? row.episode_uri : row.track_uri};
  if (!row.episode_uri.empty()) return {Kind::podcast, row.episode_uri};
  if (!row.audiobook_uri.empty()) return {Kind::audiobook, row.audiobook_uri};
  if (row.track_uri.starts_with("spotify:episode:")) return {Kind::podcast, row.track_uri};
  if (row.track_uri.starts_with("spotify:local:")) return {Kind::local, row.track_uri};
  if (!row.track_uri.empty()) return {Kind::music, row.track_uri};
  if (!row.audiobook.empty()) return {Kind::audiobook, {}};
  if (!row.episode.empty() || !row.show.empty()) return {Kind::podcast, {}};
  return {is_said(row.play.artist, row.play.title) ? Kind::music : Kind::unknown, {}};
}

void name_kind(ExtendedRow& row, bool video) {
  PlayRow& play = row.play;
  std::tie(play.kind, play.uri) = kind_of(row, video);
  const bool is_nameless_video = video && play.title.empty();
  if (play.kind == music::Kind::audiobook || (is_nameless_video && !row.audiobook.empty())) {
    play.title = row.audiobook;
  } else if (play.kind == music::Kind::podcast || is_nameless_video) {
    play.title = row.episode;
    play.artist = row.show;
  }
}

void set_times(ExtendedRow& row) {
  PlayRow& play = row.play;
  play.ms_played = played_ms(play.ms_played, "ms_played");
  set_time(play, row.ts, "ts");
  play.ts = play.instant;
  play.basis = music::TimeBasis::end;
  const auto start = offline_instant(row.offline_stamp);
  if (!start || !is_sane_start(*start, *play.ts)) return;
  play.offline_start = start;
  // A late `ts` is not the end of the play, so the end is computed from the start.
  if (has_late_ts(play)) play.instant = *start + base::Millis{*play.ms_played};
}

}  // namespace

bool take_extended(ExtendedRow& row, std::string_view key, JsonValue value) {
  PlayRow& play = row.play;
  // The comparisons have the order of the current vintage, so that the first ones match.
  if (key == "ts")
    row.ts = text_of(value, key);
  else if (key == "platform")
    play.platform = text_of(value, key);
  else if (key == "ms_played")
    play.ms_played = whole_number_of(value, key);
  else if (key == "conn_country")
    play.country = text_of(value, key);
  else if (key == "master_metadata_track_name")
    play.title = text_of(value, key);
  else if (key == "master_metadata_album_artist_name")
    play.artist = text_of(value, key);
  else if (key == "master_metadata_album_album_name")
    play.album = text_of(value, key);
  else if (key == "spotify_track_uri")
    row.track_uri = text_of(value, key);
  else if (key == "episode_name")
    row.episode = text_of(value, key);
  else if (key == "episode_show_name")
    row.show = text_of(value, key);
  else if (key == "spotify_episode_uri")
    row.episode_uri = text_of(value, key);
  else if (key == "audiobook_title")
    row.audiobook = text_of(value, key);
  else if (key == "audiobook_uri" || key == "audiobook_chapter_uri") {
    if (const auto uri = text_of(value, key); !uri.empty()) row.audiobook_uri = uri;
  } else if (key == "reason_start")
    play.reason_start = text_of(value, key);
  else if (key == "reason_end")
    play.reason_end = text_of(value, key);
  else if (key == "shuffle")
    play.shuffle = flag_of(value, key);
  else if (key == "skipped")
    play.skipped = flag_of(value, key);
  else if (key == "offline")
    play.offline = flag_of(value, key);
  else if (key == "offline_timestamp")
    row.offline_stamp = whole_number_if(value);
  else if (key == "incognito_mode")
    play.incognito = flag_of(value, key);
  else
    return false;
  return true;
}

void finish_extended(ExtendedRow& row, bool video, Sink& sink) {
  name_kind(row, video);
  set_times(row);
  std::string id;
  if (const auto found =
          row.play.uri.starts_with("spotify:track:") ? music::spotify_track_id(row.play.uri) : std::nullopt) {
    id = *found;
    row.play.spotify_id = id;
  }
  sink.play(row.play);
}

}  // namespace segue::formats
