select d.user_id, d.local_date
from {{ ref('coverage_days') }} d
join (select user_id, local_date, sum(ms) as ms from {{ ref('coverage_spans') }} group by user_id, local_date) s
  on s.user_id = d.user_id and s.local_date = d.local_date
where d.certified_ms + d.linked_ms + d.confirmed_ms + d.open_ms + d.unproven_ms <> s.ms or d.gap_ms > d.unproven_ms or s.ms > 90000000
