-- An artist of any of its tracks is an artist of the recording, and a main artist if any of them says so.
with credited as (
  select recording_key, artist_key, min(case when role = 'main' then 0 else 1 end) as role_place, min(position) as position, count(*) as tracks
  from {{ ref('int_track_artists') }}
  group by recording_key, artist_key
)
select
  c.recording_key, c.artist_key, d.artist,
  row_number() over (
    partition by c.recording_key order by c.role_place nulls last, c.position nulls last, c.artist_key nulls last) as position,
  case when c.role_place = 0 then 'main' else 'featured' end as role,
  c.tracks
from credited c
join {{ ref('dim_artists') }} d on d.artist_key = c.artist_key
