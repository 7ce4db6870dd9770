-- Rows that repeat another row of their source, with that row: ListenBrainz's own and Last.fm's rows less than 20 s
-- after the row before with the same title, and rows of an export that overlaps itself.
with runs as (
  select
    user_id, object, ordinal, source, time_basis, instant_ms, is_echo, coalesce(title_key, track_key) as key,
    cast(sum(case when is_echo then 0 else 1 end) over (
      partition by user_id, source, time_basis, coalesce(title_key, track_key)
      order by instant_ms nulls first, object nulls first, ordinal nulls first
      rows between unbounded preceding and current row) as bigint) as run
  from {{ ref('stg_plays') }}
  where source in ('listenbrainz', 'lastfm')
)

select e.user_id, e.object, e.ordinal, f.object as first_object, f.ordinal as first_ordinal
from runs e
join runs f
  on f.user_id = e.user_id and f.source = e.source and f.time_basis = e.time_basis and f.key = e.key and f.run = e.run
  and not f.is_echo
where e.is_echo
union all
select user_id, object, ordinal, first_object, first_ordinal from {{ ref('stg_overlaps') }}
