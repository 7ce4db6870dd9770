-- More than 30 minutes are between two sessions of a listener, so they never overlap.
select session_id
from (
  select session_id, started_at,
    max(ended_at) over (
      partition by user_id order by started_at nulls first, session_id nulls first
      rows between unbounded preceding and 1 preceding) as before_ended_at
  from {{ ref('fct_sessions') }}
) ordered
where started_at <= before_ended_at + interval '30 minutes'
