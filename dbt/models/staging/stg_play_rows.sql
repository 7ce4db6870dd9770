-- Every raw music row, and the row of stg_plays that stands for it.
with music as (
  select
    p.user_id, p.object, p.ordinal, p.source, p.time_basis, coalesce(r.kept_ms, p.instant_ms) as instant_ms, p.track_key,
    p.title_key,
    case when p.source = 'api' then coalesce(p.uri, p.track_key) else p.track_key end as shown_key,
    case when p.source in ('export', 'account') then coalesce(p.ms_played, -1) else -1 end as length_key,
    coalesce(p.ms_played, -1) as played_key
  from {{ source('raw', 'plays') }} p
  left join {{ source('raw', 'retimings') }} r
    on r.user_id = p.user_id and r.track_key = p.track_key and r.instant_ms = p.instant_ms and p.source = 'api'
  where p.kind in ('music', 'local')
),

copies as (
  select
    *,
    case when source = 'account' then
      row_number() over (
        partition by user_id, source, object, instant_ms, played_key, track_key
        order by ordinal nulls first)
    else 1 end as copy_number
  from music
)

select
  user_id, object, ordinal, source,
  first_value(object) over equals as first_object,
  first_value(ordinal) over equals as first_ordinal
from copies
window equals as (
  partition by user_id, source, time_basis, instant_ms, length_key, shown_key, copy_number
  order by case when title_key is null then 1 else 0 end, object nulls first, ordinal nulls first
  rows between unbounded preceding and unbounded following)
