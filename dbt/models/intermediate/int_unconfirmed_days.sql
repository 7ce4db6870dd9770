-- Days on which the API showed plays that the export lacks, with their number. On these days the export proves nothing.
with api as (
  select s.user_id, s.instant_ms, m.play_object, m.play_ordinal
  from {{ ref('stg_plays') }} s
  join {{ ref('int_play_members') }} m on m.object = s.object and m.ordinal = s.ordinal
  where s.source = 'api' and s.kind = 'music'
),
exported as (
  select distinct m.play_object, m.play_ordinal
  from {{ ref('int_play_members') }} m
  join {{ ref('stg_plays') }} s on s.object = m.object and s.ordinal = m.ordinal
  where s.source = 'export'
)
select c.user_id, c.local_date, cast(count(*) as bigint) as plays
from api a
left join exported e on e.play_object = a.play_object and e.play_ordinal = a.play_ordinal
join {{ source('raw', 'coverage') }} c
  on c.user_id = a.user_id and c.in_export and a.instant_ms > c.from_ms and a.instant_ms <= c.to_ms
where e.play_object is null
group by c.user_id, c.local_date
