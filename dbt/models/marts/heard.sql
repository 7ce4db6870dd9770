select p.user_id, t.recording_key, min(p.started_at) as first_heard_at
from {{ ref('fct_plays') }} p
join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
where coalesce(p.ms_played, 30000) >= 30000
group by p.user_id, t.recording_key
