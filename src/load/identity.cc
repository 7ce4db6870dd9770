// How it works, in four steps: merges artists (load/artist_names.h); computes new keys for the albums and recordings of
// artists that have another name now; finds recordings of which only the title was renamed; applies the rules about
// recordings.
#include "load/identity.h"

#include <fmt/core.h>

#include <set>
#include <utility>

#include "load/artist_names.h"
#include "load/raw_tables.h"
#include "load/recordings.h"
#include "load/rules_in_force.h"
#include "music/names.h"

namespace segue::load {
namespace {

using warehouse::Connection;
using warehouse::Row;

std::string at(const Row& row, std::size_t column) {
  return std::string(row.text(column));
}

// The last column is the last time that a page or answer gave the name. `told` is made distinct before it is joined:
// objects are few, rows are many.
constexpr const char* kBorne =
    R"sql(
      with told as (
        select distinct artist_spotify_id as id, artist_key, artist as name, object
        from segue_raw.tracks
        where source in ('api', 'catalogue') and artist_spotify_id is not null and artist_key is not null
        union
        select artist_spotify_id, artist_key, artist, object
        from segue_raw.albums
        where artist_spotify_id is not null and artist_key is not null
        union
        select spotify_id, artist_key, name, object
        from segue_raw.artists
        where artist_key is not null
      )
      select t.id, t.artist_key, t.name,
        cast(max(coalesce(w.answered_ms, p.server_date_ms, p.our_clock_ms, 0)) as bigint)
      from told t
      left join segue_raw.answers w on w.object = t.object
      left join segue_raw.polls p on p.object = t.object
      where t.name is not null
      group by 1, 2, 3
    )sql";

// `told` holds the rows of sources that name a Spotify track as Spotify does, `several` the tracks among them that have
// several recording keys.
constexpr const char* kSpotifyWordings =
    R"sql(
      with told as (
        select spotify_id, recording_key, artist_key, artist, title_key, album_key, album_spotify_id, version_class
        from segue_raw.tracks
        where spotify_id is not null and title_key is not null and source in ('export', 'api', 'catalogue')
      ),
      several as (select spotify_id from told group by spotify_id having count(distinct recording_key) > 1)
    )sql";

constexpr const char* kWorded =
    R"sql(
      select distinct t.spotify_id, t.artist_key, t.artist, t.title_key, coalesce(t.album_key, ''),
        coalesce(b.artist_key, '')
      from told t
      join several s on s.spotify_id = t.spotify_id
      left join segue_raw.albums b on b.spotify_id = t.album_spotify_id
      where t.artist is not null
    )sql";

constexpr const char* kRetitled =
    R"sql(
      select distinct t.spotify_id, t.recording_key, t.artist_key, t.version_class
      from told t
      join several s on s.spotify_id = t.spotify_id
    )sql";

// Selects the recording keys of `several` that only one Spotify track has, or has had, in any source.
constexpr const char* kBearers =
    R"sql(
      , names as (
        select distinct t.recording_key from told t join several s on s.spotify_id = t.spotify_id
      )
      select t.recording_key, min(t.spotify_id)
      from segue_raw.tracks t
      join names n on n.recording_key = t.recording_key
      where t.spotify_id is not null
      group by 1
      having count(distinct t.spotify_id) = 1
    )sql";

constexpr const char* kArtistRules =
    R"sql(
      select r.kind, coalesce(r.subject, ''), coalesce(r.subject_name, ''), coalesce(r.target, ''),
        coalesce(r.target_name, '')
      from {}
      where r.kind in ('merge', 'split') and r.item_kind = 'artist'
    )sql";

constexpr const char* kTrackSplits =
    "select r.subject_track from {} where r.kind = 'split' and r.subject_track is not null";

ArtistMerges read_artists(Connection& connection) {
  ArtistEvidence evidence;
  connection.each(kBorne, [&](const Row& row) {
    evidence.borne.push_back(
        {.id = at(row, 0), .artist_key = at(row, 1), .name = at(row, 2), .said_ms = row.bigint(3)});
  });
  connection.each(std::string(kSpotifyWordings) + kWorded, [&](const Row& row) {
    evidence.worded.push_back({.track_id = at(row, 0),
                               .artist_key = at(row, 1),
                               .name = at(row, 2),
                               .title_key = at(row, 3),
                               .album_key = at(row, 4),
                               .album_artist_key = at(row, 5)});
  });
  connection.each(fmt::format(kArtistRules, kRulesInForce), [&](const Row& row) {
    if (row.text(0) == "split")
      evidence.splits.push_back(at(row, 1));
    else
      evidence.merges.push_back(
          {.subject = at(row, 1), .subject_name = at(row, 2), .target = at(row, 3), .target_name = at(row, 4)});
  });
  return artist_merges(evidence);
}

using Keys = std::map<std::string, std::string>;

// Returns the new keys of recordings and albums under their artist's current name. Call it after artist_merges is
// written.
std::pair<Keys, Keys> renamed_keys(Connection& connection) {
  Keys recordings, albums;
  const auto take = [&](Keys& keys, std::string_view from, const std::string& to) {
    if (!from.empty() && !to.empty() && from != to) keys.emplace(from, to);
  };
  connection.each(
      R"sql(
        select distinct m.name, t.title, t.album, t.recording_key, t.album_key
        from segue_raw.tracks t
        join segue_raw.artist_merges m on m.artist_key = t.artist_key
        where t.title is not null and m.name <> ''
      )sql",
      [&](const Row& row) {
        const auto keys = music::keys_of({row.text(0), row.text(1), row.text(2), ""});
        if (!keys.title_key.empty()) take(recordings, row.text(3), keys.recording_key.value);
        take(albums, row.text(4), keys.album_key.value);
      });
  connection.each(
      R"sql(
        select distinct m.name, a.name, a.album_key
        from segue_raw.albums a
        join segue_raw.artist_merges m on m.artist_key = a.artist_key
        where a.name is not null and m.name <> ''
      )sql",
      [&](const Row& row) {
        take(albums, row.text(2), music::keys_of({row.text(0), "", row.text(1), ""}).album_key.value);
      });
  return {std::move(recordings), std::move(albums)};
}

// Returns the recordings whose title was renamed: one Spotify track had exactly two names, no other track has, or had,
// either of them, and artist and version are equal. This leaves out songs with several editions, and two songs whose
// titles were swapped.
Keys retitled(Connection& connection) {
  std::set<std::string> split;
  connection.each(fmt::format(kTrackSplits, kRulesInForce), [&](const Row& row) { split.emplace(row.text(0)); });
  std::set<std::string> of_one_track;
  connection.each(std::string(kSpotifyWordings) + kBearers, [&](const Row& row) { of_one_track.emplace(row.text(0)); });
  std::map<std::string, std::map<std::string, std::pair<std::string, std::string>>> tracks;
  connection.each(std::string(kSpotifyWordings) + kRetitled,
                  [&](const Row& row) { tracks[at(row, 0)].emplace(at(row, 1), std::pair(at(row, 2), at(row, 3))); });
  Keys keys;
  for (const auto& [track, names] : tracks) {
    if (names.size() != 2 || split.contains(track)) continue;
    const auto& [one, of_one] = *names.begin();
    const auto& [other, of_other] = *names.rbegin();
    if (of_one == of_other && of_one_track.contains(one) && of_one_track.contains(other)) keys.emplace(other, one);
  }
  return keys;
}

}  // namespace

void write_identity(Connection& connection) {
  const ArtistMerges artists = read_artists(connection);
  connection.execute("delete from segue_raw.artist_merges");
  const auto writer = rows_into(connection, raw::kArtistMerges);
  for (const auto& [key, merge] : artists) writer->text(key).text(merge.into).text(merge.name).end_row();
  writer->flush();
  // After artist_merges is written, because both queries join it.
  const auto [recordings, albums] = renamed_keys(connection);
  write_keys(connection, raw::kAlbumMerges, albums);
  std::vector<rules::MergeRule> renamed;
  for (const auto& keys : {recordings, retitled(connection)})
    for (const auto& [from, to] : keys)
      renamed.push_back({.subject = from, .subject_track = {}, .target = to, .target_track = {}});
  write_recording_rules(connection, std::move(renamed));
}

}  // namespace segue::load
