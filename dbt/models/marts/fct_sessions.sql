select
  p.session_id,
  p.user_id,
  min(p.started_at) as started_at,
  max(p.ended_at) as ended_at,
  -- The day of its first play, which is not the smallest day if clocks go back over midnight.
  max(case when p.play_id = p.session_id then p.local_date end) as local_date,
  cast(count(*) as bigint) as plays,
  cast(count(distinct t.recording_key) as bigint) as recordings,
  cast(coalesce(sum(p.ms_listened), 0) as bigint) as ms_listened
from {{ ref('fct_plays') }} p
join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
group by p.session_id, p.user_id
