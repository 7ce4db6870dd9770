-- Sessions: plays of one user with no pause longer than 30 min between the end of one and the start of the next.
with paused as (
  select
    play_id, user_id, start_ms,
    start_ms - max(end_ms) over (
      partition by user_id order by start_ms nulls first, play_id nulls first
      rows between unbounded preceding and 1 preceding) as pause_ms
  from {{ ref('int_plays') }}
),
numbered as (
  select
    play_id, user_id, start_ms,
    cast(sum(case when pause_ms is null or pause_ms > 1800000 then 1 else 0 end) over (
      partition by user_id order by start_ms nulls first, play_id nulls first
      rows between unbounded preceding and current row) as bigint) as session_number
  from paused
)
select
  play_id,
  first_value(play_id) over (
    partition by user_id, session_number order by start_ms nulls first, play_id nulls first
    rows between unbounded preceding and unbounded following) as session_id
from numbered
