-- Each play of a recording is on one weekday and in one hour. The busiest month has at most all plays, and at least the
-- average of the months.
select user_id, recording_key
from {{ ref('features_recordings') }}
where plays_life <> {% for day in ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] -%}
    plays_{{ day }}{{ '' if loop.last else ' + ' }}{% endfor %}
  or plays_life <> {% for hour in range(24) %}plays_hour_{{ '%02d' | format(hour) }}{{ '' if loop.last else ' + ' }}{% endfor %}
  or plays_month_most > plays_life or plays_month_most * months_life < plays_life
  or sessions_life > plays_life or days_life > plays_life or months_life > days_life
  or session_starts > sessions_life or session_ends > sessions_life or repeats_life > plays_life
  or length_known_life > plays_life or last_heard_at < first_heard_at
