-- A recording is heard for the first time on one day.
with days as (
  select user_id, sum(first_heard) as recordings from {{ ref('stats_days') }} group by user_id
),
heard as (
  select user_id, count(*) as recordings from {{ ref('heard') }} group by user_id
)
select d.user_id, d.recordings, h.recordings as heard
from days d left join heard h on h.user_id = d.user_id
where d.recordings <> coalesce(h.recordings, 0)
