#include "warehouse/music_reader.h"

#include <fmt/core.h>

namespace segue::warehouse {
namespace {

const char* without_api(ApiPlays api) {
  return api == ApiPlays::left_out ? " and p.source <> 'api'" : "";
}

std::vector<NamedRecording> named(Connection& connection, const std::string& sql,
                                  const std::vector<std::string>& parameters) {
  std::vector<NamedRecording> rows;
  connection.each(sql, parameters, [&](const Row& row) {
    rows.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                    std::string(row.text(3)), std::string(row.text(4)), std::string(row.text(5)), row.bigint(6),
                    std::string(row.text(7))});
  });
  return rows;
}

// Returns whether the published build has the mart: an older segue may have built it.
bool has_mart(Connection& connection, const std::string& mart) {
  return connection.number(
             "select count(*) from information_schema.tables where table_schema = 'segue' and table_name = $1",
             {mart}) > 0;
}

constexpr const char* kNames = "d.recording_key, d.artist_key, d.artist, d.title, d.album, d.spotify_id, d.duration_ms";

}  // namespace

void each_session_play(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit) {
  connection.each(
      fmt::format("select p.session_id, t.recording_key, t.artist_key, t.album_key, t.track_key from segue.fct_plays p"
                  " join segue.dim_tracks t on t.track_key = p.track_key"
                  " where p.teaches and coalesce(p.ms_played, 30000) >= 30000{}"
                  " order by p.user_id, p.session_id, p.started_at, p.play_id",
                  without_api(api)),
      [&](const Row& row) { visit({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)}); });
}

void each_playlist_place(Connection& connection, ApiPlays api, const std::function<void(const ListPlace&)>& visit) {
  connection.each(
      fmt::format("select p.user_id || ':' || p.playlist_key, t.recording_key, t.artist_key, t.album_key, t.track_key"
                  " from segue.playlist_recordings p join segue.dim_tracks t on t.track_key = p.track_key where "
                  "p.teaches and {}"
                  " order by p.user_id, p.playlist_key, p.position",
                  api == ApiPlays::left_out ? "p.source <> 'api'" : "not p.has_newer"),
      [&](const Row& row) { visit({row.text(0), row.text(1), row.text(2), row.text(3), row.text(4)}); });
}

std::vector<PlayedRecording> played_recordings(Connection& connection, const std::string& user, ApiPlays api) {
  std::vector<PlayedRecording> rows;
  connection.each(
      fmt::format("with played as (select t.recording_key, count(*) as plays, cast(sum(case when p.skipped then 1 else "
                  "0 end) as"
                  " bigint) as skips, max({1}) as last_ms from segue.fct_plays p"
                  " join segue.dim_tracks t on t.track_key = p.track_key where p.teaches and p.user_id = $1{0} group"
                  " by 1)"
                  " select d.recording_key, d.artist_key, d.artist, d.title, p.plays, p.skips, p.last_ms from played p"
                  " join segue.dim_recordings d on d.recording_key = p.recording_key"
                  " where d.artist is not null and d.title is not null order by 1",
                  without_api(api), sql_ms("p.started_at")),
      {user}, [&](const Row& row) {
        rows.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                        std::string(row.text(3)), row.bigint(4), row.bigint(5), base::from_ms(row.bigint(6))});
      });
  return rows;
}

std::vector<std::string> heard_recordings(Connection& connection, const std::string& user) {
  std::vector<std::string> keys;
  const auto take = [&](const Row& row) { keys.emplace_back(row.text(0)); };
  connection.each("select recording_key from segue.heard where user_id = $1", {user}, take);
  if (has_mart(connection, "heard_also"))
    connection.each("select recording_key from segue.heard_also where user_id = $1", {user}, take);
  return keys;
}

std::vector<NamedRecording> candidate_recordings(Connection& connection, const std::string& user) {
  return named(
      connection,
      fmt::format("select {}, c.origin from segue.candidates c join segue.dim_recordings d on d.recording_key = "
                  "c.recording_key where c.user_id = $1 and d.artist is not null and d.title is not null order by 1",
                  kNames),
      {user});
}

std::vector<NamedRecording> all_recordings(Connection& connection) {
  return named(connection,
               fmt::format("select {}, '' from segue.dim_recordings d where d.title is not null order by 1", kNames),
               {});
}

std::unordered_map<std::string, std::string> recording_merges(Connection& connection) {
  std::unordered_map<std::string, std::string> merges;
  connection.each("select recording_key, merged_into from segue.recording_merges",
                  [&](const Row& row) { merges.emplace(row.text(0), row.text(1)); });
  return merges;
}

std::unordered_map<std::string, ArtistNow> artist_merges(Connection& connection) {
  std::unordered_map<std::string, ArtistNow> merges;
  if (has_mart(connection, "artist_merges"))
    connection.each("select artist_key, merged_into, name from segue.artist_merges", [&](const Row& row) {
      merges.emplace(row.text(0), ArtistNow{std::string(row.text(1)), std::string(row.text(2))});
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
