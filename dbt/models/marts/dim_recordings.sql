-- A recording is shown as its most played track; of equal ones the one with a Spotify id, then the smallest key.
with played as (
  select track_key, count(*) as plays from {{ ref('fct_plays') }} group by track_key
),
ranked as (
  select t.*,
    row_number() over (
      partition by t.recording_key
      order by coalesce(p.plays, 0) desc nulls last, case when t.spotify_id is null then 1 else 0 end, t.track_key nulls last) as place,
    count(*) over (partition by t.recording_key) as tracks
  from {{ ref('dim_tracks') }} t
  left join played p on p.track_key = t.track_key
),
facts as (
  select recording_key, min(spotify_id) as spotify_id, min(duration_ms) as duration_ms
  from {{ ref('dim_tracks') }} group by recording_key
)
select
  r.recording_key, r.artist_key, r.artist, r.title, r.album_key, r.album,
  coalesce(r.spotify_id, f.spotify_id) as spotify_id,
  coalesce(r.duration_ms, f.duration_ms) as duration_ms,
  r.version_class,
  cast(r.tracks as bigint) as tracks
from ranked r
join facts f on f.recording_key = r.recording_key
where r.place = 1
