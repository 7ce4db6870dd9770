-- One row a play, out of its first row alone; the id hashes what that row says, never where it stands.
with members as (
  select play_object, play_ordinal, count(*) as rows_merged
  from {{ ref('int_play_members') }}
  group by play_object, play_ordinal
)
select
  md5(concat_ws('|', s.user_id, s.source, s.time_basis, s.track_key, cast(s.instant_ms as varchar),
    coalesce(cast(s.ms_played as varchar), ''), cast(s.copy_number as varchar))) as play_id,
  s.user_id, s.track_key, s.start_ms, s.end_ms, s.time_basis, s.precision_ms, s.ms_played,
  s.length_ms as ms_listened,
  s.source, s.object, s.ordinal, s.reason_start, s.reason_end, s.skipped, s.incognito,
  cast(m.rows_merged as bigint) as rows_merged
from {{ ref('stg_plays') }} s
join members m on m.play_object = s.object and m.play_ordinal = s.ordinal
