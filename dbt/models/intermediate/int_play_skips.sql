-- Whether a play was skipped. Measured if an export says why it ended and how long it ran. Estimated if only the API
-- knows the play: skipped if less than half its length passed between the end of the play before it and its own end.
-- Unknown otherwise. The export's own flag is not used: exports of before 2022 leave it null or false, so one rate
-- would mix two meanings.
{%- set forward = "'fwdbtn', 'nextbtn'" %}
{%- set elsewhere = "'backbtn', 'clickrow', 'clickside', 'endplay', 'playbtn', 'remote', 'uriopen'" %}
{%- set by_itself = "'trackdone', 'logout', 'unexpected-exit', 'unexpected-exit-while-paused', 'trackerror', 'appload'" %}
with ordered as (
  select
    play_id, source, ms_played, ms_listened, reason_end, end_ms,
    lag(end_ms) over (partition by user_id order by end_ms nulls first, play_id nulls first) as before_end_ms
  from {{ ref('int_plays') }}
)
select
  play_id,
  case
    when source = 'export' and reason_end in ({{ forward }}) then true
    when source = 'export' and reason_end in ({{ elsewhere }}) then ms_played < 30000
    when source = 'export' and reason_end in ({{ by_itself }}) then false
    when source = 'api' and ms_listened > 0 then coalesce((end_ms - before_end_ms) * 2 < ms_listened, false)
  end as skipped,
  case
    when source = 'export' and reason_end in ({{ forward }}, {{ elsewhere }}, {{ by_itself }}) then 'measured'
    when source = 'api' and ms_listened > 0 then 'estimated'
  end as skip_basis
from ordered
