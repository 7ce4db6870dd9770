-- Each play that counts, with everything that the features need, looked up once. Its place in the session and the play
-- before it are taken from all plays, counted or not.
with ordered as (
  select
    p.user_id, t.recording_key, t.artist_key, t.album_key, t.duration_ms, p.session_id, p.started_at, p.local_date, p.local_hour,
    p.ms_played, case when p.ms_played is not null then p.ms_listened end as ms_counted, p.skipped, p.skip_basis, p.counted,
    lag(t.recording_key) over (
      partition by p.user_id order by p.started_at nulls first, p.play_id nulls first) as before_recording_key,
    row_number() over (partition by p.session_id order by p.started_at nulls first, p.play_id nulls first) as place,
    count(*) over (partition by p.session_id) as places
  from {{ ref('fct_plays') }} p
  join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
)
select
  o.user_id, o.recording_key, o.artist_key, o.album_key, o.duration_ms, o.session_id, o.started_at, o.local_date, o.local_hour,
  d.iso_weekday,
  cast(d.year as integer) * 12 + d.month as month_number,
  o.started_at > n.year_from and o.started_at <= n.as_of as in_year,
  o.started_at > n.quarter_from and o.started_at <= n.as_of as in_quarter,
  coalesce(o.ms_played, 30000) >= 30000 as is_heard,
  o.ms_counted as ms_played, o.skipped, o.skip_basis,
  coalesce(o.before_recording_key = o.recording_key, false) as is_repeat,
  o.place = 1 as starts_session,
  o.place = o.places as ends_session,
  -- From 0 (first of its session) to 1,000,000 (last); null in a session of one play. Whole numbers, because their sums
  -- are exact.
  cast(floor(cast((o.place - 1) * 1000000 as double precision) / nullif(o.places - 1, 0)) as bigint) as session_millionths
from ordered o
join {{ source('raw', 'dates') }} d on d.date = o.local_date
cross join {{ ref('int_now') }} n
where o.counted
