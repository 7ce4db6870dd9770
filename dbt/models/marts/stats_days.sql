with named as (
  select p.user_id, p.local_date, p.started_at, p.ms_listened, t.recording_key, t.artist_key, h.first_heard_at
  from {{ ref('fct_plays') }} p
  join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
  left join {{ ref('heard') }} h on h.user_id = p.user_id and h.recording_key = t.recording_key
  where p.counted
)
select
  user_id, local_date,
  cast(count(*) as bigint) as plays,
  cast(coalesce(sum(ms_listened), 0) as bigint) as ms_listened,
  cast(count(distinct recording_key) as bigint) as recordings,
  cast(count(distinct artist_key) as bigint) as artists,
  cast(count(distinct case when started_at = first_heard_at then recording_key end) as bigint) as first_heard
from named
group by user_id, local_date
