-- The spans of a listener are end to end: none overlaps, none is missing.
with spans as (
  select user_id, from_at, to_at, lag(to_at) over (partition by user_id order by from_at nulls first) as before_at
  from {{ ref('coverage_spans') }}
)
select user_id, from_at, before_at from spans where from_at >= to_at or before_at <> from_at
