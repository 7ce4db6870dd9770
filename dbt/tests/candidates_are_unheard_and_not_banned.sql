select c.user_id, c.recording_key
from {{ ref('candidates') }} c join {{ ref('heard') }} h on h.user_id = c.user_id and h.recording_key = c.recording_key
union all
select c.user_id, c.recording_key
from {{ ref('candidates') }} c join {{ ref('heard_also') }} h on h.user_id = c.user_id and h.recording_key = c.recording_key
union all
select c.user_id, c.recording_key
from {{ ref('candidates') }} c
join {{ ref('dim_tracks') }} t on t.recording_key = c.recording_key
join {{ ref('exclusions') }} x
  on x.user_id = c.user_id and (x.item_kind = 'recording' and x.item_key = t.recording_key
    or x.item_kind = 'artist' and x.item_key = t.artist_key)
union all
select c.user_id, c.recording_key
from {{ ref('candidates') }} c
join {{ ref('dim_tracks') }} t on t.recording_key = c.recording_key
join {{ source('raw', 'library') }} l on l.user_id = c.user_id and l.track_key = t.track_key and l.item_kind = 'banned_track'
