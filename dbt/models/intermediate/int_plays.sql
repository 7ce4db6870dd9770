-- One row per play, made from its first row only. The id is a hash of what that row says, not of the object that it is
-- in. A row may claim a longer time than anybody listened, so a claim of more than an hour counts at most the time from
-- the end of the play before to its own end (if the row gives its start: up to the next start). A row of over a day, or
-- of over four lengths of its track, counts the track's length once, or nothing if no row of the listener's own sources
-- tells that length. ms_played keeps the source's value.
{%- set hour = 3600000 %}
{%- set day = 86400000 %}
with members as (
  select play_object, play_ordinal, count(*) as rows_merged
  from {{ ref('int_play_members') }}
  group by play_object, play_ordinal
),
firsts as (
  select s.*, cast(m.rows_merged as bigint) as rows_merged
  from {{ ref('stg_plays') }} s
  join members m on m.play_object = s.object and m.play_ordinal = s.ordinal
),
lasting as (
  select object, ordinal, user_id, track_key, time_basis, ms_played,
    case when time_basis = 'end' then end_ms - ms_played else start_ms end as start_ms,
    case when time_basis = 'end' then end_ms else start_ms + ms_played end as end_ms
  from firsts
  where ms_played > {{ hour }}
),
lengths as (
  select s.track_key, max(s.duration_ms) as duration_ms
  from {{ ref('stg_plays') }} s
  join (select distinct track_key from lasting) l on l.track_key = s.track_key
  where s.duration_ms > 0
  group by s.track_key
),
-- Compares only plays of the day of its end or start, and of the day next to it.
rooms as (
  select l.object, l.ordinal, min(l.end_ms - p.end_ms) as room_ms
  from lasting l
  cross join (select 0 as back_ms union all select {{ day }}) b
  join firsts p on p.user_id = l.user_id and p.end_ms - p.end_ms % {{ day }} = l.end_ms - l.end_ms % {{ day }} - b.back_ms
    and p.end_ms < l.end_ms and p.end_ms > l.start_ms
  where l.time_basis = 'end'
  group by l.object, l.ordinal
  union all
  select l.object, l.ordinal, min(p.start_ms - l.start_ms) as room_ms
  from lasting l
  cross join (select 0 as on_ms union all select {{ day }}) b
  join firsts p on p.user_id = l.user_id and p.start_ms - p.start_ms % {{ day }} = l.start_ms - l.start_ms % {{ day }} + b.on_ms
    and p.start_ms > l.start_ms and p.start_ms < l.end_ms
  where l.time_basis = 'start'
  group by l.object, l.ordinal
),
bounded as (
  select
    l.object, l.ordinal,
    case
      when k.duration_ms is not null and (l.ms_played > 4 * k.duration_ms or l.ms_played > {{ day }})
        then least(k.duration_ms, coalesce(r.room_ms, k.duration_ms))
      when l.ms_played > {{ day }} then null
      else least(l.ms_played, coalesce(r.room_ms, l.ms_played))
    end as listened_ms
  from lasting l
  left join lengths k on k.track_key = l.track_key
  left join rooms r on r.object = l.object and r.ordinal = l.ordinal
)
select
  md5(concat_ws('|', s.user_id, s.source, s.time_basis, s.track_key, cast(s.instant_ms as varchar),
    coalesce(cast(s.ms_played as varchar), ''), cast(s.copy_number as varchar))) as play_id,
  s.user_id, s.track_key,
  case when b.object is not null and s.time_basis = 'end' then s.end_ms - coalesce(b.listened_ms, 0) else s.start_ms end as start_ms,
  case when b.object is not null and s.time_basis = 'start' then s.start_ms + coalesce(b.listened_ms, 0) else s.end_ms end as end_ms,
  s.time_basis, s.precision_ms, s.ms_played,
  case when b.object is not null then b.listened_ms else s.length_ms end as ms_listened,
  s.source, s.object, s.ordinal, s.reason_start, s.reason_end, s.skipped, s.incognito,
  s.rows_merged
from firsts s
left join bounded b on b.object = s.object and b.ordinal = s.ordinal
