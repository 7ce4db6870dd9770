select user_id, track_key, instant_ms, count(*) as times
from {{ source('raw', 'retimings') }}
group by user_id, track_key, instant_ms
having count(*) > 1
