-- Invariants 1 and 2: a raw row of music that no play holds, that two hold, or a row of a play that is no raw row of music.
with held as (
  select object, ordinal, count(*) as plays from {{ ref('fct_play_rows') }} group by object, ordinal
),
music as (
  select object, ordinal from {{ source('raw', 'plays') }} where kind in ('music', 'local')
)
select coalesce(m.object, h.object) as object, coalesce(m.ordinal, h.ordinal) as ordinal, h.plays
from music m full join held h on h.object = m.object and h.ordinal = m.ordinal
where m.object is null or h.object is null or h.plays <> 1
