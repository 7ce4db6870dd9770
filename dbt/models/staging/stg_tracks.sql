-- One row a track: the best source's wording, the first place among equals; facts it lacks come from others, best first.
with ranked as (
  select
    t.*,
    row_number() over (
      partition by t.track_key
      order by case when t.title is null or t.artist is null then 1 else 0 end, o.name_rank nulls last,
        t.object nulls first, t.ordinal nulls first) as place,
    o.name_rank
  from {{ source('raw', 'tracks') }} t
  join {{ ref('name_order') }} o on o.source = t.source
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
)

select
  r.track_key, r.recording_key, r.artist_key, coalesce(r.album_key, a.album_key) as album_key, f.spotify_id, r.artist, r.title,
  coalesce(r.album, a.album) as album, d.duration_ms, f.isrc,
  case when f.explicit_flag is null then null else f.explicit_flag = 1 end as explicit,
  r.version_class
from ranked r
join facts f on f.track_key = r.track_key
left join durations d on d.track_key = r.track_key and d.place = 1
left join albums a on a.track_key = r.track_key and a.place = 1
where r.place = 1
