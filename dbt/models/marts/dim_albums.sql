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
),
known as (
  select album_key, count(*) as tracks, count(distinct recording_key) as recordings
  from {{ ref('dim_tracks') }}
  where album_key is not null
  group by album_key
)
select
  n.album_key, n.album, n.artist_key, n.artist, k.tracks, k.recordings,
  -- Editions of one name are one album here, so more recordings may be known than the smallest edition has.
  case when s.total_tracks is not null then cast(greatest(s.total_tracks, k.recordings) as bigint) end as recordings_released,
  s.spotify_id, s.artist_spotify_id, s.album_type, s.release_date,
  case length(s.release_date) when 4 then 'year' when 7 then 'month' when 10 then 'day' end as release_date_precision,
  s.total_tracks, s.upc, s.label, s.image_url,
  s.kind as answer_kind, {{ ms_to_timestamp('s.answered_ms') }} as answered_at
from named n
join known k on k.album_key = n.album_key
left join {{ ref('stg_albums') }} s on s.album_key = n.album_key
where n.place = 1
