select
  p.user_id, d.iso_weekday, p.local_hour,
  cast(count(*) as bigint) as plays,
  cast(coalesce(sum(p.ms_listened), 0) as bigint) as ms_listened
from {{ ref('fct_plays') }} p
join {{ source('raw', 'dates') }} d on d.date = p.local_date
where p.counted
group by p.user_id, d.iso_weekday, p.local_hour
