-- A recording is heard for the first time on one day, the day of that play, if the play counts.
with days as (
  select user_id, sum(first_heard) as recordings from {{ ref('stats_days') }} group by user_id
),
heard as (
  select h.user_id, count(distinct h.recording_key) as recordings
  from {{ ref('heard') }} h
  join {{ ref('dim_tracks') }} t on t.recording_key = h.recording_key
  join {{ ref('fct_plays') }} p on p.user_id = h.user_id and p.track_key = t.track_key and p.started_at = h.first_heard_at and p.counted
  group by h.user_id
)
select d.user_id, d.recordings, h.recordings as heard
from days d left join heard h on h.user_id = d.user_id
where d.recordings <> coalesce(h.recordings, 0)
