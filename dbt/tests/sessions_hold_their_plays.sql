-- A session has the sum and the span of its plays, and is named after the first.
with played as (
  select session_id, count(*) as plays, coalesce(sum(ms_listened), 0) as ms_listened, min(started_at) as started_at,
    max(ended_at) as ended_at, count(distinct user_id) as users
  from {{ ref('fct_plays') }} group by session_id
)
select s.session_id
from {{ ref('fct_sessions') }} s
left join played p on p.session_id = s.session_id
left join {{ ref('fct_plays') }} f on f.play_id = s.session_id
where p.session_id is null or p.plays <> s.plays or p.ms_listened <> s.ms_listened or p.started_at <> s.started_at
  or p.ended_at <> s.ended_at or p.users <> 1
  or f.play_id is null or f.started_at <> s.started_at or f.local_date <> s.local_date
