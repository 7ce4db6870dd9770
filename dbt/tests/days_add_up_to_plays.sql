with days as (
  select user_id, sum(plays) as plays, sum(ms_listened) as ms_listened from {{ ref('stats_days') }} group by user_id
),
played as (
  select user_id, count(*) as plays, coalesce(sum(ms_listened), 0) as ms_listened from {{ ref('fct_plays') }} where counted group by user_id
)
select coalesce(d.user_id, p.user_id) as user_id, d.plays, p.plays as played
from days d full join played p on p.user_id = d.user_id
where d.user_id is null or p.user_id is null or d.plays <> p.plays or d.ms_listened <> p.ms_listened
