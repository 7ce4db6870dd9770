-- The listener's local day of as_of, and its month, up to which months are counted.
with local as (
  select z.user_id, a.as_of_ms + cast(z.offset_s as bigint) * 1000 as local_ms
  from {{ source('raw', 'as_of') }} a
  join {{ source('raw', 'zone_offsets') }} z on a.as_of_ms >= z.from_ms and a.as_of_ms < z.to_ms
),
days as (
  select user_id, {{ ms_to_date('local_ms') }} as as_of_date from local
)
select n.user_id, n.as_of_date, cast(d.year as integer) * 12 + d.month as as_of_month
from days n
join {{ source('raw', 'dates') }} d on d.date = n.as_of_date
