-- Leads each raw row to its play in three steps: to the row kept of its equals, to the row that this one echoes, to the
-- play.
select r.user_id, r.object, r.ordinal, r.source, p.play_id
from {{ ref('stg_play_rows') }} r
left join {{ ref('stg_echoes') }} e on e.object = r.first_object and e.ordinal = r.first_ordinal
join {{ ref('int_play_members') }} m
  on m.object = coalesce(e.first_object, r.first_object) and m.ordinal = coalesce(e.first_ordinal, r.first_ordinal)
join {{ ref('int_plays') }} p on p.object = m.play_object and p.ordinal = m.play_ordinal
