-- At any instant one offset is valid: two would make two plays of one.
select a.user_id, a.from_ms
from {{ source('raw', 'zone_offsets') }} a
join {{ source('raw', 'zone_offsets') }} b
  on b.user_id = a.user_id and b.from_ms < a.to_ms and b.to_ms > a.from_ms and b.from_ms <> a.from_ms
