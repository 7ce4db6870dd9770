-- Named as its most played tracks name it.
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
)
select n.artist_key, n.artist,
  cast(count(*) as bigint) as tracks,
  cast(count(distinct t.recording_key) as bigint) as recordings,
  s.spotify_id, s.image_url
from named n
join {{ ref('dim_tracks') }} t on t.artist_key = n.artist_key
left join {{ ref('stg_artists') }} s on s.artist_key = n.artist_key
where n.place = 1
group by n.artist_key, n.artist, s.spotify_id, s.image_url
