-- An export counts only if pages do not prove more, and only on days on which it has every play that the API showed.
with judged as (
  select
    c.user_id, c.local_date, c.from_ms, c.to_ms, c.as_of_ms, c.state,
    case when c.state <> 'certified' and c.in_export and u.user_id is null then true else false end as is_confirmed
  from {{ source('raw', 'coverage') }} c
  left join {{ ref('int_unconfirmed_days') }} u on u.user_id = c.user_id and u.local_date = c.local_date
)
select
  user_id, local_date,
  {{ ms_to_timestamp('from_ms') }} as from_at,
  {{ ms_to_timestamp('to_ms') }} as to_at,
  to_ms - from_ms as ms,
  case when is_confirmed then 'confirmed' when state = 'gap' then 'unproven' else state end as state,
  case when state = 'gap' and not is_confirmed then true else false end as is_gap,
  {{ ms_to_timestamp('as_of_ms') }} as as_of
from judged
