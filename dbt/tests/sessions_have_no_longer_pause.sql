-- Inside a session, at most 30 minutes are between an end and the next start.
select play_id
from (
  select play_id, started_at,
    max(ended_at) over (
      partition by session_id order by started_at nulls first, play_id nulls first
      rows between unbounded preceding and 1 preceding) as before_ended_at
  from {{ ref('fct_plays') }}
) ordered
where started_at > before_ended_at + interval '30 minutes'
