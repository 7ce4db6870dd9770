#include "warehouse/rule_reader.h"

#include <fmt/core.h>

#include "base/time.h"

namespace segue::warehouse {
namespace {

constexpr const char* kTrack = R"sql(
  select track_key, named_recording_key, recording_key, artist_key, artist, title, spotify_id
  from segue.dim_tracks)sql";

NamedTrack track_in(const Row& row) {
  return {.key = music::TrackKey(row.text(0)),
          .named_recording_key = music::RecordingKey(row.text(1)),
          .recording = {.key = music::RecordingKey(row.text(2)),
                        .artist_key = music::ArtistKey(row.text(3)),
                        .artist = std::string(row.text(4)),
                        .title = std::string(row.text(5)),
                        .album = {},
                        .spotify_id = music::SpotifyId(row.text(6))}};
}

// Counts the plays of the user ($1), and their recordings, that meet a condition on p (fct_plays) and t (dim_tracks).
Extent counted(Connection& connection, const std::string& condition, const std::vector<std::string>& parameters) {
  Extent extent;
  connection.each(fmt::format(R"sql(
        select count(*), count(distinct t.recording_key)
        from segue.fct_plays p join segue.dim_tracks t on t.track_key = p.track_key
        where p.user_id = $1 and {})sql",
                              condition),
                  parameters, [&](const Row& row) { extent = {row.bigint(0), row.bigint(1)}; });
  return extent;
}

// Counts the listener's plays of the artist, and all recordings of the artist in the marts, played or not.
Extent of_artist(Connection& connection, const std::string& user, const std::string& subject) {
  const std::string artist = artist_now(connection, music::ArtistKey(subject)).key.value;
  Extent extent = counted(connection, "t.artist_key = $2", {user, artist});
  extent.recordings =
      connection.number("select count(distinct recording_key) from segue.dim_tracks where artist_key = $1", {artist});
  return extent;
}

Extent of_song(Connection& connection, const std::string& user, const music::RuleSubject& subject) {
  const std::string key = recording_now(connection, subject).value;
  Extent extent = counted(connection, "t.recording_key = $2", {user, key});
  extent.recordings =
      connection.number("select count(distinct recording_key) from segue.dim_tracks where recording_key = $1", {key});
  return extent;
}

Extent of_playlist(Connection& connection, const std::string& user, const std::string& playlist) {
  Extent extent;
  // Only raw rows say from which playlist a play came, and several rows may show one play.
  extent.plays = connection.number(
      R"sql(
        select count(distinct r.play_id)
        from segue.fct_play_rows r join segue_raw.plays p on p.object = r.object and p.ordinal = r.ordinal
        where r.user_id = $1 and p.context_uri = $2)sql",
      {user, "spotify:playlist:" + playlist});
  extent.recordings = connection.number(
      "select count(distinct recording_key) from segue.playlist_recordings where user_id = $1 and playlist_key = $2",
      {user, playlist});
  return extent;
}

Extent of_window(Connection& connection, const std::string& user, const music::Rule& rule) {
  std::string condition = "true";
  if (rule.from) condition += fmt::format(" and p.local_date >= date '{}'", base::to_iso_date(*rule.from));
  if (rule.to) condition += fmt::format(" and p.local_date < date '{}'", base::to_iso_date(*rule.to));
  return counted(connection, condition, {user});
}

Extent of_track(Connection& connection, const std::string& user, const music::TrackKey& track) {
  Extent extent = counted(connection, "t.track_key = $2", {user, track.value});
  extent.recordings = connection.number("select count(*) from segue.dim_tracks where track_key = $1", {track.value});
  return extent;
}

}  // namespace

bool knows_rules(Connection& connection) {
  return connection.number(
             R"sql(
               select count(*) from information_schema.columns
               where table_schema = 'segue' and table_name = 'artist_merges' and column_name = 'merged_into')sql") > 0;
}

std::optional<NamedTrack> track_named(Connection& connection, const music::TrackKey& key) {
  std::optional<NamedTrack> found;
  connection.each(std::string(kTrack) + " where track_key = $1", {key.value},
                  [&](const Row& row) { found = track_in(row); });
  return found;
}

std::vector<NamedTrack> tracks_of_artist(Connection& connection, const music::ArtistKey& artist) {
  std::vector<NamedTrack> tracks;
  connection.each(std::string(kTrack) + " where artist_key = $1 and title is not null order by track_key",
                  {artist.value}, [&](const Row& row) { tracks.push_back(track_in(row)); });
  return tracks;
}

std::optional<music::Artist> artist_with_id(Connection& connection, const std::string& spotify_id) {
  std::optional<music::Artist> found;
  const auto take = [&](const Row& row) {
    found = music::Artist{.key = music::ArtistKey(row.text(0)), .name = std::string(row.text(1))};
  };
  connection.each("select artist_key, artist from segue.dim_artists where spotify_id = $1 order by 1 limit 1",
                  {spotify_id}, take);
  if (!found)  // `enrich` may not have asked for the artist yet; polls and playlists name it, too
    connection.each(
        R"sql(
          select d.artist_key, d.artist
          from segue_raw.tracks t join segue.dim_artists d on d.artist_key = t.artist_key
          where t.artist_spotify_id = $1 order by 1 limit 1)sql",
        {spotify_id}, take);
  if (!found)  // none of the names that the id had is shown any more
    connection.each(
        R"sql(
          select d.artist_key, d.artist
          from segue_raw.tracks t join segue.artist_merges m on m.artist_key = t.artist_key
          join segue.dim_artists d on d.artist_key = m.merged_into
          where t.artist_spotify_id = $1 order by 1 limit 1)sql",
        {spotify_id}, take);
  return found;
}

music::Artist artist_now(Connection& connection, const music::ArtistKey& key) {
  music::Artist now{.key = key, .name = ""};
  connection.each("select merged_into from segue.artist_merges where artist_key = $1", {key.value},
                  [&](const Row& row) { now.key = music::ArtistKey(row.text(0)); });
  connection.each("select artist from segue.dim_artists where artist_key = $1", {now.key.value},
                  [&](const Row& row) { now.name = row.text(0); });
  return now;
}

bool is_united(Connection& connection, const music::ArtistKey& artist) {
  return connection.number("select count(*) from segue.artist_merges where artist_key = $1 or merged_into = $1",
                           {artist.value}) > 0;
}

std::vector<NamedPlaylist> playlists_of(Connection& connection, const std::string& user) {
  std::vector<NamedPlaylist> playlists;
  connection.each(
      R"sql(
        select playlist_key, min(name) from segue.playlist_recordings
        where user_id = $1 group by playlist_key order by 1)sql",
      {user}, [&](const Row& row) {
        playlists.push_back({.key = std::string(row.text(0)), .name = std::string(row.text(1))});
      });
  return playlists;
}

music::RecordingKey recording_now(Connection& connection, const music::RuleSubject& song) {
  if (!song.track.empty())
    if (const auto track = track_named(connection, song.track)) return track->recording.key;
  music::RecordingKey key(song.key);
  connection.each("select merged_into from segue.recording_merges where recording_key = $1", {song.key},
                  [&](const Row& row) { key = music::RecordingKey(row.text(0)); });
  return key;
}

Extent extent_of(Connection& connection, const std::string& user, const music::Rule& rule) {
  const bool of_artists = rule.item == music::RuleItem::artist;
  if (rule.kind != music::RuleKind::exclude && of_artists) return of_artist(connection, user, rule.subject.key);
  if (rule.kind == music::RuleKind::merge) return of_song(connection, user, rule.subject);
  if (rule.kind == music::RuleKind::split) return of_track(connection, user, rule.subject.track);
  switch (rule.item) {
    case music::RuleItem::artist:
      return of_artist(connection, user, rule.subject.key);
    case music::RuleItem::track:
      return of_song(connection, user, rule.subject);
    case music::RuleItem::playlist:
      return of_playlist(connection, user, rule.subject.key);
    case music::RuleItem::window:
      return of_window(connection, user, rule);
  }
  return {};
}

Extent target_extent(Connection& connection, const std::string& user, const music::Rule& rule) {
  return rule.item == music::RuleItem::artist ? of_artist(connection, user, rule.target.key)
                                              : of_song(connection, user, rule.target);
}

}  // namespace segue::warehouse
