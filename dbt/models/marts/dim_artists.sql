-- The name is the spelling of its most played tracks.
with spelt as (
  select t.artist_key, t.artist, count(p.play_id) as plays
  from {{ ref('dim_tracks') }} t
  left join {{ ref('fct_plays') }} p on p.track_key = t.track_key
  where t.artist_key is not null
  group by t.artist_key, t.artist
),
named as (
  select artist_key, artist,
    row_number() over (partition by artist_key order by plays desc nulls last, artist nulls last) as place
  from spelt
),
known as (
  select artist_key, count(*) as tracks, count(distinct recording_key) as recordings, count(distinct album_key) as albums
  from {{ ref('dim_tracks') }}
  where artist_key is not null
  group by artist_key
),
-- The artist's own albums in the catalogue. Singles and compilations repeat songs of albums.
listed as (
  select artist_key, count(*) as albums,
    cast(coalesce(sum(case when album_type = 'album' then total_tracks end), 0) as bigint) as album_tracks
  from {{ ref('stg_albums') }}
  where artist_key is not null
  group by artist_key
),
genres as (
  select artist_key, count(*) as genres, min(case when place = 1 then genre end) as first_genre
  from {{ ref('int_artist_genres') }}
  group by artist_key
)
select
  n.artist_key, n.artist, k.tracks, k.recordings, k.albums,
  l.albums as albums_listed,
  case when l.artist_key is not null then cast(greatest(l.album_tracks, k.recordings) as bigint) end as recordings_released,
  coalesce(g.genres, 0) as genres, g.first_genre,
  s.spotify_id, s.image_url,
  s.kind as answer_kind, {{ ms_to_timestamp('s.answered_ms') }} as answered_at
from named n
join known k on k.artist_key = n.artist_key
left join listed l on l.artist_key = n.artist_key
left join genres g on g.artist_key = n.artist_key
left join {{ ref('stg_artists') }} s on s.artist_key = n.artist_key
where n.place = 1
