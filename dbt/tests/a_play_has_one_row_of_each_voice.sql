-- A play has at most one row of each voice; rows that a source shows twice are dropped before.
select m.play_object, m.play_ordinal, s.voice, count(*) as members
from {{ ref('int_play_members') }} m
join {{ ref('stg_plays') }} s on s.object = m.object and s.ordinal = m.ordinal
group by m.play_object, m.play_ordinal, s.voice
having count(*) > 1
