-- Every raw music row, with the row of stg_plays that is kept for it, and with what both are recognised by
-- (docs/reconciliation.md). If a source shows one play twice, both rows have the same written moment, the same length
-- (if the source tells it) and the same song. The album, Spotify's present id, and the unit or absence of an offline
-- stamp do not matter. Most rows are alone in their moment, which a hash finds; only the others are sorted, once, by
-- moment. Looked at again are only moments with several songs or with separate offline plays of one song, and account
-- data, where equal rows of one object are separate plays.
{% set moment = "partition by moment_ms, user_id, source, time_basis, length_key" %}
{% set best = "order by case when title_key is null then 1 else 0 end, case when spotify_id is null then 1 else 0 end,
    track_key nulls first, object nulls first, ordinal nulls first
    rows between unbounded preceding and unbounded following" %}
with music as (
  select
    p.user_id, p.object, p.ordinal, p.source, p.time_basis, p.track_key, p.title_key, p.spotify_id, p.title, p.offline_start_ms,
    -- A play that Spotify shows again at another time keeps its first time.
    coalesce(r.kept_ms, p.instant_ms) as instant_ms,
    coalesce(case when p.source = 'export' then p.ts_ms end, r.kept_ms, p.instant_ms) as moment_ms,
    case when p.source in ('export', 'account') then coalesce(p.ms_played, -1) else -1 end as length_key,
    -- Two local files at one moment are distinguished by their address: the API may have no names for them.
    case when p.source = 'api' and p.kind = 'local' then coalesce(p.uri, p.track_key)
      else coalesce(s.song_key, p.title_key, p.spotify_id, p.uri, p.track_key) end as song_key,
    -- The row was written after the play: its ts may be that of a sync or of the next start of the app.
    case when p.source = 'export' and (p.offline or p.reason_end = 'logout' or p.reason_end like 'unexpected-exit%')
      then 1 else 0 end as is_late,
    case when p.source = 'export' and p.offline is null then 1 else 0 end as may_be_late
  from {{ source('raw', 'plays') }} p
  left join {{ source('raw', 'retimings') }} r
    on r.user_id = p.user_id and r.track_key = p.track_key and r.instant_ms = p.instant_ms and p.source = 'api'
  left join {{ ref('stg_songs') }} s
    on s.user_id = p.user_id and s.known_as = coalesce(p.title_key, p.spotify_id, p.uri)
  where p.kind in ('music', 'local')
),

shared as (
  select moment_ms, user_id, source from music group by moment_ms, user_id, source having count(*) > 1
),

moments as (
  select m.*, {{ standing(moment ~ ' ' ~ best) }},
    min(song_key) over ({{ moment ~ ' ' ~ best }}) as least_song,
    max(song_key) over ({{ moment ~ ' ' ~ best }}) as greatest_song,
    min(offline_start_ms) over ({{ moment ~ ' ' ~ best }}) as least_stamp_ms,
    max(offline_start_ms) over ({{ moment ~ ' ' ~ best }}) as greatest_stamp_ms
  from music m
  where exists (select 1 from shared s where s.moment_ms = m.moment_ms and s.user_id = m.user_id and s.source = m.source)
),

judged as (
  select *,
    case when source <> 'account' and least_song = greatest_song
      and coalesce(greatest_stamp_ms - least_stamp_ms, 0) < 1000 then 1 else 0 end as is_plain
  from moments
),

-- A renamed song without an id to tell: rows with the same written title are one song, unless one object has two songs
-- with that title.
mixed as (
  select user_id, object, ordinal, source, time_basis, track_key, title_key, spotify_id, title, offline_start_ms, instant_ms, moment_ms,
    length_key, song_key, is_late, may_be_late,
    case when min(song_key) over ({{ moment }}, title, object) <> max(song_key) over ({{ moment }}, title, object)
      then 1 else 0 end as is_apart
  from judged where is_plain = 0
),
titled as (
  select *, max(is_apart) over ({{ moment }}, title) as are_apart, min(song_key) over ({{ moment }}, title) as titled_song
  from mixed
),
named as (
  select *,
    min(case when title is null or are_apart = 1 or source = 'api' then song_key else titled_song end)
      over ({{ moment }}, song_key) as named_song
  from titled
),

-- One song, one ts and one length, but stamps at least a length apart: an offline loop, whose turns are separate plays.
-- Stamps may also differ by their unit, so a second less is enough. A row without a stamp belongs to a row that has
-- one.
stamps as (
  select *,
    max(case when is_late = 1 or may_be_late = 1 then 1 else 0 end) over ({{ moment }}, named_song) as is_loop,
    offline_start_ms - lag(offline_start_ms) over ({{ moment }}, named_song
      order by offline_start_ms nulls last, object nulls first, ordinal nulls first) as after_ms
  from named
),
loops as (
  select *,
    cast(sum(case when is_loop = 1 and after_ms >= greatest(length_key - 1000, 1000) then 1 else 0 end) over ({{ moment }}, named_song
      order by offline_start_ms nulls last, object nulls first, ordinal nulls first
      rows between unbounded preceding and current row) as bigint) as turn
  from stamps
),
copies as (
  select *,
    max(turn) over ({{ moment }}, named_song) as last_turn,
    -- Equal rows are one play that was shown twice. In account data, two real plays of a short song within a minute are
    -- equal rows, too: there the k-th row of one object equals the k-th of another.
    case when source = 'account' then row_number() over ({{ moment }}, named_song, object order by ordinal nulls first)
      else 1 end as copy_number
  from loops
),
cells as (
  select user_id, object, ordinal, source, song_key, copy_number, moment_ms, length_key, last_turn,
    {{ standing(moment ~ ', named_song, turn, copy_number ' ~ best) }}
  from copies
)

select
  user_id, object, ordinal, source, object as first_object, ordinal as first_ordinal, song_key, cast(1 as bigint) as copy_number,
  instant_ms, offline_start_ms,
  case when is_late = 1 and offline_start_ms is null then true else false end as is_adrift
from music m
where not exists (select 1 from shared s where s.moment_ms = m.moment_ms and s.user_id = m.user_id and s.source = m.source)
union all
{% for cell, copy, time, where in [
  ('judged', '1', 'coalesce(stamped_ms, moment_ms)', 'where is_plain = 1'),
  ('cells', 'copy_number', 'coalesce(stamped_ms, case when last_turn > 0 then stamp_ms + length_key end, moment_ms)', '')] %}
select
  user_id, object, ordinal, source, first_object, first_ordinal, song_key,
  cast({{ copy }} as bigint) as copy_number,
  cast({{ time }} as bigint) as instant_ms,
  stamp_ms as offline_start_ms,
  -- Its ts is not the end of the play, and no row knows when the play was.
  case when is_late_somewhere = 1 and stamp_ms is null then true else false end as is_adrift
from {{ cell }} {{ where }}
{% if not loop.last %}union all{% endif %}
{% endfor %}
