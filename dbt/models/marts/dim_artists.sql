-- The artist of each track, and each artist that is credited on one. The name is the spelling of the artist's most played
-- tracks; the spelling of a credit counts only if no track is the artist's own.
with written as (
  select track_key, artist_key, artist, 0 as is_credit from {{ ref('dim_tracks') }} where artist_key is not null
  union all
  select track_key, artist_key, artist, 1 as is_credit from {{ ref('int_track_artists') }}
),
spelt as (
  select w.artist_key, w.artist, w.is_credit, count(p.play_id) as plays
  from written w
  left join {{ ref('fct_plays') }} p on p.track_key = w.track_key
  group by w.artist_key, w.artist, w.is_credit
),
named as (
  select artist_key, artist,
    row_number() over (
      partition by artist_key order by is_credit nulls last, plays desc nulls last, artist nulls last) as place
  from spelt
),
known as (
  select w.artist_key, count(distinct t.track_key) as tracks, count(distinct t.recording_key) as recordings,
    count(distinct t.album_key) as albums
  from written w
  join {{ ref('dim_tracks') }} t on t.track_key = w.track_key
  group by w.artist_key
),
several as (
  select credit_key, count(*) as artists from {{ ref('int_artist_credits') }} group by credit_key
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
  n.artist_key, n.artist, coalesce(v.artists, 1) as credited_artists, k.tracks, k.recordings, k.albums,
  l.albums as albums_listed,
  case when l.artist_key is not null then cast(greatest(l.album_tracks, k.recordings) as bigint) end as recordings_released,
  coalesce(g.genres, 0) as genres, g.first_genre,
  s.spotify_id, s.image_url,
  s.kind as answer_kind, {{ ms_to_timestamp('s.answered_ms') }} as answered_at
from named n
join known k on k.artist_key = n.artist_key
left join several v on v.credit_key = n.artist_key
left join listed l on l.artist_key = n.artist_key
left join genres g on g.artist_key = n.artist_key
left join {{ ref('stg_artists') }} s on s.artist_key = n.artist_key
where n.place = 1
