-- Whether a play was skipped: measured where an export says how long it ran and why it ended; estimated where only the API
-- knows it (less time than half its length lies between the play before it and its own end); unknown elsewhere.
with ordered as (
  select
    play_id, source, ms_played, ms_listened, skipped, reason_end, end_ms,
    lag(end_ms) over (partition by user_id order by end_ms nulls first, play_id nulls first) as before_end_ms
  from {{ ref('int_plays') }}
)
select
  play_id,
  case
    when source = 'export' and reason_end = 'trackdone' then false
    when source = 'export' and reason_end in ('fwdbtn', 'backbtn', 'nextbtn') then ms_played < 30000 or coalesce(skipped, false)
    when source = 'export' then coalesce(skipped, false) and ms_played < 30000
    when source = 'api' and ms_listened > 0 then coalesce((end_ms - before_end_ms) * 2 < ms_listened, false)
  end as skipped,
  case
    when source = 'export' then 'measured'
    when source = 'api' and ms_listened > 0 then 'estimated'
  end as skip_basis
from ordered
