select
  s.user_id, s.local_date,
  cast(sum(case when state = 'certified' then ms else 0 end) as bigint) as certified_ms,
  cast(sum(case when state = 'linked' then ms else 0 end) as bigint) as linked_ms,
  cast(sum(case when state = 'confirmed' then ms else 0 end) as bigint) as confirmed_ms,
  cast(sum(case when state = 'open' then ms else 0 end) as bigint) as open_ms,
  cast(sum(case when state = 'unproven' then ms else 0 end) as bigint) as unproven_ms,
  cast(sum(case when is_gap then ms else 0 end) as bigint) as gap_ms,
  min(as_of) as as_of,
  cast(coalesce(max(u.plays), 0) as bigint) as unpaired_plays,
  -- The state of the weakest part of the day.
  case
    when sum(case when state = 'unproven' then 1 else 0 end) > 0 then 'unproven'
    when sum(case when state = 'open' then 1 else 0 end) > 0 then 'open'
    when sum(case when state = 'linked' then 1 else 0 end) > 0 then 'linked'
    when sum(case when state = 'confirmed' then 1 else 0 end) > 0 then 'confirmed'
    else 'certified'
  end as state
from {{ ref('coverage_spans') }} s
left join {{ ref('int_unconfirmed_days') }} u on u.user_id = s.user_id and u.local_date = s.local_date
group by s.user_id, s.local_date
