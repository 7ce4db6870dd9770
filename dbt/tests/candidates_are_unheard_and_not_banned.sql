select c.user_id, c.recording_key
from {{ ref('candidates') }} c join {{ ref('heard') }} h on h.user_id = c.user_id and h.recording_key = c.recording_key
union all
select c.user_id, c.recording_key
from {{ ref('candidates') }} c
join {{ ref('dim_tracks') }} t on t.recording_key = c.recording_key
join {{ source('raw', 'library') }} l on l.user_id = c.user_id and l.track_key = t.track_key and l.item_kind = 'banned_track'
