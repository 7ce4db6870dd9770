with hours as (
  select user_id, sum(plays) as plays, sum(ms_listened) as ms_listened from {{ ref('stats_hours') }} group by user_id
),
played as (
  select user_id, count(*) as plays, coalesce(sum(ms_listened), 0) as ms_listened from {{ ref('fct_plays') }} where counted group by user_id
)
select coalesce(h.user_id, p.user_id) as user_id, h.plays, p.plays as played
from hours h full join played p on p.user_id = h.user_id
where h.user_id is null or p.user_id is null or h.plays <> p.plays or h.ms_listened <> p.ms_listened
