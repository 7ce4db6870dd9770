-- No row of one listener belongs to a play of another.
select r.object, r.ordinal
from {{ ref('fct_play_rows') }} r join {{ ref('fct_plays') }} p on p.play_id = r.play_id
where p.user_id <> r.user_id
