// How it works: reads what the planner of enrichment needs in four queries: the answers that are kept, the listener's
// tracks with what is known of them, the albums that artists' lists have named, and the artists that have an answer.
#include "load/catalogue.h"

namespace segue::load {
namespace {

using warehouse::Row;

constexpr const char* kAnswers =
    R"sql(
      select a.kind, a.subject, a.snapshot, a.page_offset, a.next_page, cast(a.status as bigint), a.object, l.sha256,
        a.same_as, a.answered_ms
      from segue_raw.answers a
      join segue_raw.load_ledger l on l.object = a.object
      where a.user_id = $1 or a.kind in ('track', 'album', 'artist', 'artist_albums')
      order by a.kind, a.subject nulls first, a.answered_ms, a.page_offset, a.object
    )sql";

// A track without an album id gets the smallest one of the tracks with its album key; the artist's id likewise.
constexpr const char* kTracks =
    R"sql(
      with shown as (
        select track_key, source, count(distinct instant_ms) as plays
        from segue_raw.plays
        where user_id = $1 and kind = 'music' and spotify_id is not null
        group by 1, 2
      ),
      wanted as (
        select track_key, max(plays) as plays from shown group by 1
        union all
        select track_key, 0 from segue_raw.library where user_id = $1 and item_kind = 'track'
        union all
        select track_key, 0 from segue_raw.playlist_items where user_id = $1
      ),
      counted as (select track_key, max(plays) as plays from wanted group by 1),
      facts as (
        select track_key, min(spotify_id) as id, min(album_spotify_id) as album_id,
          min(artist_spotify_id) as artist_id, min(album_key) as album_key, min(artist_key) as artist_key,
          count(duration_ms) > 0 and count(album) > 0 and count(release_date) > 0 as has_facts,
          count(isrc) > 0 as has_isrc
        from segue_raw.tracks
        group by 1
      ),
      albums as (select album_key, min(album_spotify_id) as id from segue_raw.tracks group by 1),
      artists as (select artist_key, min(artist_spotify_id) as id from segue_raw.tracks group by 1)
      select f.id, coalesce(f.album_id, b.id), coalesce(f.artist_id, t.id), f.album_key, f.artist_key,
        cast(c.plays as bigint), cast(case when f.has_facts then 1 else 0 end as bigint),
        cast(case when f.has_isrc then 1 else 0 end as bigint)
      from counted c
      join facts f on f.track_key = c.track_key
      left join albums b on b.album_key = f.album_key
      left join artists t on t.artist_key = f.artist_key
      where f.id is not null
      order by c.plays desc, f.id
    )sql";

constexpr const char* kListed =
    R"sql(
      select a.subject, b.spotify_id
      from segue_raw.answers a
      join segue_raw.albums b on b.object = a.object
      where a.kind = 'artist_albums'
      order by a.subject, a.answered_ms, a.page_offset, a.object, b.ordinal
    )sql";

}  // namespace

music::Catalogue catalogue(warehouse::Connection& connection, const std::string& user) {
  music::Catalogue out;
  connection.each(kAnswers, {user}, [&](const Row& row) {
    out.answers.push_back({.kind = std::string(row.text(0)),
                           .subject = std::string(row.text(1)),
                           .snapshot = std::string(row.text(2)),
                           .offset = row.bigint(3),
                           .next = std::string(row.text(4)),
                           .status = static_cast<int>(row.bigint(5)),
                           .object = std::string(row.text(6)),
                           .sha256 = std::string(row.text(7)),
                           .same_as = std::string(row.text(8)),
                           .at = base::from_ms(row.bigint(9))});
  });
  connection.each(kTracks, {user}, [&](const Row& row) {
    out.tracks.push_back({.id = std::string(row.text(0)),
                          .album_id = std::string(row.text(1)),
                          .artist_id = std::string(row.text(2)),
                          .album_key = music::AlbumKey(row.text(3)),
                          .artist_key = music::ArtistKey(row.text(4)),
                          .plays = row.bigint(5),
                          .has_facts = row.bigint(6) != 0,
                          .has_isrc = row.bigint(7) != 0});
  });
  connection.each(kListed,
                  [&](const Row& row) { out.listed.push_back({std::string(row.text(0)), std::string(row.text(1))}); });
  connection.each("select distinct spotify_id from segue_raw.artists",
                  [&](const Row& row) { out.artists.emplace(row.text(0)); });
  return out;
}

}  // namespace segue::load
