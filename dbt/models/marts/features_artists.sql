select
  p.user_id, t.artist_key,
  cast(count(*) as bigint) as plays_life,
  cast(sum(case when p.started_at > n.year_from and p.started_at <= n.as_of then 1 else 0 end) as bigint) as plays_year,
  cast(sum(case when p.started_at > n.quarter_from and p.started_at <= n.as_of then 1 else 0 end) as bigint) as plays_quarter,
  cast(count(distinct t.recording_key) as bigint) as recordings_played,
  cast(count(distinct d.year * 12 + d.month) as bigint) as months_played
from {{ ref('fct_plays') }} p
join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
join {{ source('raw', 'dates') }} d on d.date = p.local_date
cross join {{ ref('int_now') }} n
where p.counted and t.artist_key is not null
group by p.user_id, t.artist_key
