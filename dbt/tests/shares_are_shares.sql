-- A share is at most 1. (share_listened may be more: a song can be listened to again.)
{% for name, key in [('artists', 'artist_key'), ('albums', 'album_key'), ('genres', 'genre')] %}
select user_id, {{ key }} as subject
from {{ ref('features_' ~ name) }}
where share_life not between 0 and 1 or share_year not between 0 and 1 or share_quarter not between 0 and 1
  or loyalty not between 0 and 1 or share_released not between 0 and 1 or skip_rate_life not between 0 and 1
  or recordings_played > recordings_known or months_loyal > months_played or (loyalty is null) <> (first_heard_at is null)
union all
{% endfor %}
select user_id, recording_key as subject
from {{ ref('features_recordings') }}
where session_position not between 0 and 1 or repeat_rate not between 0 and 1 or skip_rate_life not between 0 and 1
  or skip_rate_year not between 0 and 1 or skip_rate_quarter not between 0 and 1 or share_listened < 0
  or skip_rate_measured_life not between 0 and 1 or skip_rate_estimated_life not between 0 and 1
