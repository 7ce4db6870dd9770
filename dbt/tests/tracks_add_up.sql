-- Every track is counted for its recording, its artist and its album.
with counted as (
  select count(*) as tracks, count(artist_key) as with_artist, count(album_key) as with_album from {{ ref('dim_tracks') }}
)
select c.tracks
from counted c
where c.tracks <> (select coalesce(sum(tracks), 0) from {{ ref('dim_recordings') }})
  or c.with_artist <> (select coalesce(sum(tracks), 0) from {{ ref('dim_artists') }})
  or c.with_album <> (select coalesce(sum(tracks), 0) from {{ ref('dim_albums') }})
