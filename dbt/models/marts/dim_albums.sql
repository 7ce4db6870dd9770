with spelt as (
  select album_key, album, artist_key, artist, count(*) as tracks
  from {{ ref('dim_tracks') }}
  where album_key is not null
  group by album_key, album, artist_key, artist
),
named as (
  select *, row_number() over (
    partition by album_key order by tracks desc nulls last, album nulls last, artist_key nulls last, artist nulls last) as place
  from spelt
)
select
  n.album_key, n.album, n.artist_key, n.artist, cast(count(*) as bigint) as tracks,
  s.spotify_id, s.album_type, s.release_date, s.total_tracks, s.upc, s.image_url
from named n
join {{ ref('dim_tracks') }} t on t.album_key = n.album_key
left join {{ ref('stg_albums') }} s on s.album_key = n.album_key
where n.place = 1
group by
  n.album_key, n.album, n.artist_key, n.artist, s.spotify_id, s.album_type, s.release_date, s.total_tracks, s.upc, s.image_url
