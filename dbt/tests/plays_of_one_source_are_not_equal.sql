-- In the published facts, one source does not show one listen as two plays. (Account data may have equal rows: they are
-- real plays.)
select user_id, source, time_basis, started_at, ended_at, track_key, ms_played, count(*) as plays
from {{ ref('fct_plays') }}
where source <> 'account'
group by user_id, source, time_basis, started_at, ended_at, track_key, ms_played
having count(*) > 1
