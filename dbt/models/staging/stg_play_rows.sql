-- Every raw music row, and the row of stg_plays that stands for it. As there, account data go their own way.
{% set equals %}
  partition by instant_ms, user_id, source, time_basis, length_key, shown_key, copy_number
  order by case when title_key is null then 1 else 0 end, object nulls first, ordinal nulls first
  rows between unbounded preceding and unbounded following
{% endset %}
{% for way in [{'sources': "= 'account'", 'counts_copies': true}, {'sources': "<> 'account'", 'counts_copies': false}] %}
(
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
  where p.kind in ('music', 'local') and p.source {{ way.sources }}
),

copies as (
  select
    *,
    {% if way.counts_copies %}
    row_number() over (
      partition by instant_ms, user_id, source, object, played_key, track_key
      order by ordinal nulls first) as copy_number
    {% else %}
    cast(1 as bigint) as copy_number
    {% endif %}
  from music
)

select
  user_id, object, ordinal, source,
  first_value(object) over ({{ equals }}) as first_object,
  first_value(ordinal) over ({{ equals }}) as first_ordinal
from copies
)
{% if not loop.last %}union all{% endif %}
{% endfor %}
