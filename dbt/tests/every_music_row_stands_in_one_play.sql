-- Returns raw music rows that are in no play or in two, and rows of plays that are no raw music row.
with held as (
  select object, ordinal, count(*) as plays from {{ ref('fct_play_rows') }} group by object, ordinal
),
music as (
  select object, ordinal from {{ source('raw', 'plays') }} where kind in ('music', 'local')
)
select coalesce(m.object, h.object) as object, coalesce(m.ordinal, h.ordinal) as ordinal, h.plays
from music m full join held h on h.object = m.object and h.ordinal = m.ordinal
where m.object is null or h.object is null or h.plays <> 1
