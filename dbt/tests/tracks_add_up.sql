-- Every track is counted for its recording and its album, and once for its artist and for each credited one.
with counted as (
  select count(*) as tracks, count(album_key) as with_album from {{ ref('dim_tracks') }}
),
credited as (
  select track_key, artist_key from {{ ref('dim_tracks') }} where artist_key is not null
  union
  select track_key, artist_key from {{ ref('int_track_artists') }}
)
select c.tracks
from counted c
where c.tracks <> (select coalesce(sum(tracks), 0) from {{ ref('dim_recordings') }})
  or (select count(*) from credited) <> (select coalesce(sum(tracks), 0) from {{ ref('dim_artists') }})
  or c.with_album <> (select coalesce(sum(tracks), 0) from {{ ref('dim_albums') }})
