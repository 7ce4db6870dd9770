#include "warehouse/music_reader.h"

#include <fmt/core.h>

namespace segue::warehouse {
namespace {

const char* without_api(ApiPlays api) {
  return api == ApiPlays::left_out ? " and p.source <> 'api'" : "";
}

// The columns of dim_recordings that recording_in() reads, in its order.
constexpr const char* kRecording =
    "d.recording_key, d.artist_key, d.artist, d.title, d.album, d.spotify_id, d.duration_ms";
constexpr std::size_t kAfterRecording = 7;

music::Recording recording_in(const Row& row) {
  return {.key = music::RecordingKey(row.text(0)),
          .artist_key = music::ArtistKey(row.text(1)),
          .artist = std::string(row.text(2)),
          .title = std::string(row.text(3)),
          .album = std::string(row.text(4)),
          .spotify_id = music::SpotifyId(row.text(5)),
          .duration_ms = row.bigint(6)};
}

ListPlace place_in(const Row& row) {
  return {.list = row.text(0),
          .recording_key = row.text(1),
          .artist_key = row.text(2),
          .album_key = row.text(3),
          .track_key = row.text(4)};
}

}  // namespace

void each_session_play(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit) {
  connection.each(fmt::format(R"sql(
        select p.session_id, t.recording_key, t.artist_key, t.album_key, t.track_key
        from segue.fct_plays p join segue.dim_tracks t on t.track_key = p.track_key
        where p.teaches and coalesce(p.ms_played, 30000) >= 30000{}
        order by p.user_id, p.session_id, p.started_at, p.play_id)sql",
                              without_api(api)),
                  [&](const Row& row) { visit(place_in(row)); });
}

void each_playlist_place(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit) {
  connection.each(fmt::format(R"sql(
        select p.user_id || ':' || p.playlist_key, t.recording_key, t.artist_key, t.album_key, t.track_key
        from segue.playlist_recordings p join segue.dim_tracks t on t.track_key = p.track_key
        where p.teaches and {}
        order by p.user_id, p.playlist_key, p.position)sql",
                              api == ApiPlays::left_out ? "p.source <> 'api'" : "not p.has_newer"),
                  [&](const Row& row) { visit(place_in(row)); });
}

std::vector<music::Listened> played_recordings(Connection& connection, const std::string& user, ApiPlays api) {
  std::vector<music::Listened> listened;
  connection.each(fmt::format(R"sql(
        with played as (
          select t.recording_key, count(*) as plays, max({1}) as last_ms,
            cast(sum(case when p.skipped then 1 else 0 end) as bigint) as skips
          from segue.fct_plays p join segue.dim_tracks t on t.track_key = p.track_key
          where p.teaches and p.user_id = $1{0} group by 1)
        select {2}, p.plays, p.skips, p.last_ms
        from played p join segue.dim_recordings d on d.recording_key = p.recording_key
        where d.artist is not null and d.title is not null order by 1)sql",
                              without_api(api), sql_ms("p.started_at"), kRecording),
                  {user}, [&](const Row& row) {
                    listened.push_back({.recording = recording_in(row),
                                        .plays = row.bigint(kAfterRecording),
                                        .skips = row.bigint(kAfterRecording + 1),
                                        .last_played = base::from_ms(row.bigint(kAfterRecording + 2))});
                  });
  return listened;
}

void each_play_of(Connection& connection, const std::string& user, ApiPlays api,
                  const std::function<void(const PlayOfUser&)>& visit) {
  connection.each(fmt::format(R"sql(
        select t.recording_key, p.session_id, {},
          cast(case when p.skipped then 1 else 0 end as bigint)
        from segue.fct_plays p join segue.dim_tracks t on t.track_key = p.track_key
        where p.teaches and p.user_id = $1{} order by p.started_at, p.play_id)sql",
                              sql_ms("p.started_at"), without_api(api)),
                  {user}, [&](const Row& row) {
                    visit({row.text(0), row.text(1), base::from_ms(row.bigint(2)), row.bigint(3) == 1});
                  });
}

std::unordered_set<music::RecordingKey> heard_recordings(Connection& connection, const std::string& user) {
  std::unordered_set<music::RecordingKey> keys;
  const auto take = [&](const Row& row) { keys.emplace(row.text(0)); };
  connection.each("select recording_key from segue.heard where user_id = $1", {user}, take);
  if (has_table(connection, "segue", "heard_also"))
    connection.each("select recording_key from segue.heard_also where user_id = $1", {user}, take);
  return keys;
}

std::vector<music::Candidate> candidate_recordings(Connection& connection, const std::string& user) {
  std::vector<music::Candidate> candidates;
  connection.each(
      fmt::format(R"sql(
        select {}, c.origin from segue.candidates c
        join segue.dim_recordings d on d.recording_key = c.recording_key
        where c.user_id = $1 and d.artist is not null and d.title is not null order by 1)sql",
                  kRecording),
      {user}, [&](const Row& row) {
        candidates.push_back({.recording = recording_in(row), .origin = std::string(row.text(kAfterRecording))});
      });
  return candidates;
}

std::unordered_map<music::RecordingKey, std::vector<music::ArtistKey>> recording_credits(Connection& connection) {
  std::unordered_map<music::RecordingKey, std::vector<music::ArtistKey>> credits;
  if (has_table(connection, "segue", "recording_artists"))
    connection.each("select recording_key, artist_key from segue.recording_artists order by 1, 2", [&](const Row& row) {
      credits[music::RecordingKey(row.text(0))].push_back(music::ArtistKey(row.text(1)));
    });
  return credits;
}

music::KnownNames known_names(Connection& connection) {
  music::KnownNames known;
  connection.each("select artist, recordings, spotify_id from segue.dim_artists", [&](const Row& row) {
    music::note_credit(known, row.text(0), row.bigint(1));
    if (!row.is_null(2)) music::note_artist(known, row.text(0));
  });
  return known;
}

std::vector<music::Recording> all_recordings(Connection& connection) {
  std::vector<music::Recording> recordings;
  connection.each(fmt::format("select {} from segue.dim_recordings d where d.title is not null order by 1", kRecording),
                  [&](const Row& row) { recordings.push_back(recording_in(row)); });
  return recordings;
}

music::RecordingMerges recording_merges(Connection& connection) {
  music::RecordingMerges merges;
  connection.each("select recording_key, merged_into from segue.recording_merges", [&](const Row& row) {
    merges.emplace(music::RecordingKey(row.text(0)), music::RecordingKey(row.text(1)));
  });
  return merges;
}

std::unordered_map<music::ArtistKey, music::Artist> artist_merges(Connection& connection) {
  std::unordered_map<music::ArtistKey, music::Artist> merges;
  if (has_table(connection, "segue", "artist_merges"))
    connection.each("select artist_key, merged_into, name from segue.artist_merges", [&](const Row& row) {
      merges.emplace(music::ArtistKey(row.text(0)),
                     music::Artist{.key = music::ArtistKey(row.text(1)), .name = std::string(row.text(2))});
    });
  return merges;
}

Excluded excluded(Connection& connection, const std::string& user) {
  Excluded out;
  connection.each("select item_kind, item_key from segue.exclusions where user_id = $1", {user}, [&](const Row& row) {
    if (row.text(0) == "recording") out.recordings.emplace(row.text(1));
    if (row.text(0) == "artist") out.artists.emplace(row.text(1));
  });
  return out;
}

void each_track(Connection& connection, const std::function<void(std::string_view, std::string_view)>& visit) {
  connection.each("select recording_key, track_key from segue.dim_tracks",
                  [&](const Row& row) { visit(row.text(0), row.text(1)); });
}

base::Instant as_of(Connection& connection) {
  return base::from_ms(connection.number("select " + sql_ms("as_of") + " from segue.build"));
}

}  // namespace segue::warehouse
