-- No zone is a whole day away from UTC, and a day has hours 0 to 23.
select play_id
from {{ ref('fct_plays') }}
where local_hour not between 0 and 23
  or cast(started_at as date) - local_date not in (-1, 0, 1)
