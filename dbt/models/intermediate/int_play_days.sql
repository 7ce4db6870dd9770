-- Each play's local day and hour, by its listener's offset from UTC when it started.
with local as (
  select p.play_id, p.start_ms + cast(z.offset_s as bigint) * 1000 as local_ms
  from {{ ref('int_plays') }} p
  join {{ source('raw', 'zone_offsets') }} z
    on z.user_id = p.user_id and p.start_ms >= z.from_ms and p.start_ms < z.to_ms
)
select
  play_id,
  {{ ms_to_date('local_ms') }} as local_date,
  {{ ms_to_hour('local_ms') }} as local_hour
from local
