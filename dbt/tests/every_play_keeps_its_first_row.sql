-- A play is named by its first row, so that row must belong to it.
select p.play_id
from {{ ref('fct_plays') }} p
left join {{ ref('fct_play_rows') }} r on r.object = p.object and r.ordinal = p.ordinal and r.play_id = p.play_id
where r.play_id is null
