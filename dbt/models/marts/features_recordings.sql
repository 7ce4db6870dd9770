select
  p.user_id, t.recording_key,
  cast(count(*) as bigint) as plays_life,
  cast(sum(case when p.started_at > n.year_from and p.started_at <= n.as_of then 1 else 0 end) as bigint) as plays_year,
  cast(sum(case when p.started_at > n.quarter_from and p.started_at <= n.as_of then 1 else 0 end) as bigint) as plays_quarter,
  min(p.started_at) as first_played_at,
  max(p.started_at) as last_played_at,
  cast(sum(case when p.skipped then 1 else 0 end) as bigint) as skips_life,
  cast(sum(case when p.skip_basis is not null then 1 else 0 end) as bigint) as skip_known_life,
  cast(count(distinct p.local_date) as bigint) as days_life,
  cast(count(distinct p.session_id) as bigint) as sessions_life
from {{ ref('fct_plays') }} p
join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
cross join {{ ref('int_now') }} n
where p.counted
group by p.user_id, t.recording_key
