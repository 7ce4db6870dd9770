-- One row per track, in the wording of the best source (of equal sources, the first row). Facts that it lacks come from
-- the other sources, best first. Keys come from the listener's own sources, and from the catalogue only if no other
-- source names the track, so that metadata that arrives later changes no key.
with named as (
  select
    t.*, o.name_rank,
    case when t.title is null or t.artist is null then 1 else 0 end as nameless,
    case when t.source = 'catalogue' then 1 else 0 end as of_catalogue
  from {{ source('raw', 'tracks') }} t
  join {{ ref('name_order') }} o on o.source = t.source
),

ranked as (
  select
    *,
    row_number() over (
      partition by track_key
      order by nameless nulls last, name_rank nulls last, object nulls first, ordinal nulls first) as place,
    row_number() over (
      partition by track_key
      order by of_catalogue nulls last, nameless nulls last, name_rank nulls last, object nulls first, ordinal nulls first) as key_place
  from named
),

facts as (
  select
    track_key,
    min(spotify_id) as spotify_id,
    min(isrc) as isrc,
    min(case when explicit then 1 when not explicit then 0 end) as explicit_flag
  from {{ source('raw', 'tracks') }}
  group by track_key
),

durations as (
  select track_key, duration_ms,
    row_number() over (partition by track_key order by name_rank nulls last, object nulls first, ordinal nulls first) as place
  from ranked where duration_ms is not null
),

albums as (
  select track_key, album, album_key,
    row_number() over (partition by track_key order by name_rank nulls last, object nulls first, ordinal nulls first) as place
  from ranked where album is not null and album_key is not null
),

dates as (
  select track_key, release_date,
    row_number() over (partition by track_key order by name_rank nulls last, object nulls first, ordinal nulls first) as place
  from ranked where release_date is not null
)

select
  r.track_key, k.recording_key, k.artist_key, coalesce(k.album_key, a.album_key) as album_key, f.spotify_id,
  coalesce(r.artist, k.artist) as artist, coalesce(r.title, k.title) as title,
  case when k.album_key is null then coalesce(a.album, k.album) else k.album end as album, d.duration_ms, f.isrc,
  case when f.explicit_flag is null then null else f.explicit_flag = 1 end as explicit, e.release_date,
  k.version_class
from ranked r
join ranked k on k.track_key = r.track_key and k.key_place = 1
join facts f on f.track_key = r.track_key
left join durations d on d.track_key = r.track_key and d.place = 1
left join albums a on a.track_key = r.track_key and a.place = 1
left join dates e on e.track_key = r.track_key and e.place = 1
where r.place = 1
