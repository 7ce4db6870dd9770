-- One row per music listen of one source: rows that the source shows twice are dropped (stg_play_rows), echoes are
-- marked, and start and end are computed. All later models read this one. Each source takes its own way, so that it is
-- sorted only for what it needs. Partitions begin with the column that distinguishes most rows, because sorting then
-- compares little else.
{% for way in [
  {'sources': "in ('listenbrainz', 'lastfm')", 'echoes': true, 'overlaps': false},
  {'sources': "= 'export'", 'echoes': false, 'overlaps': true},
  {'sources': "not in ('listenbrainz', 'lastfm', 'export')", 'echoes': false, 'overlaps': false},
] %}
(
with firsts as (
  select
    p.user_id, p.object, p.ordinal, p.source, p.kind, p.time_basis, r.instant_ms,
    p.precision_ms, p.ts_ms, r.offline_start_ms, p.ms_played, p.duration_ms, p.spotify_id, p.track_key,
    -- Names that belonged to one id are one name; a row without names gets those of its id.
    coalesce(s.song_key, p.title_key) as title_key,
    p.reason_start, p.reason_end, p.skipped, p.incognito, r.copy_number,
    p.source || ':' || p.time_basis as voice,
    -- A row of over a day gives no length: else every row near it would be inside it.
    case when p.ms_played > 86400000 then p.duration_ms else coalesce(p.ms_played, p.duration_ms) end as length_ms
  from {{ source('raw', 'plays') }} p
  join {{ ref('stg_play_rows') }} r
    on r.object = p.object and r.ordinal = p.ordinal and r.first_object = r.object and r.first_ordinal = r.ordinal
  left join {{ ref('stg_songs') }} s
    on s.user_id = p.user_id and s.known_as = coalesce(p.title_key, p.spotify_id, p.uri)
  where p.source {{ way.sources }}
),

neighbours as (
  select
    f.*,
    {% if way.echoes %}
    lag(f.instant_ms) over (
      partition by coalesce(f.title_key, f.track_key), f.user_id, f.source, f.time_basis
      order by f.instant_ms nulls first, f.object nulls first, f.ordinal nulls first) as before_ms
    {% else %}
    cast(null as bigint) as before_ms
    {% endif %}
  from firsts f
)

select
  n.user_id, n.object, n.ordinal, n.source, n.voice, n.kind, n.time_basis, n.instant_ms, n.precision_ms, n.ts_ms,
  n.offline_start_ms, n.ms_played, n.duration_ms, n.length_ms, n.spotify_id, n.track_key, n.title_key, n.reason_start, n.reason_end,
  n.skipped, n.incognito, n.copy_number,
  case when n.time_basis = 'end' then n.instant_ms - coalesce(n.length_ms, 0) else n.instant_ms end as start_ms,
  case when n.time_basis = 'end' then n.instant_ms else n.instant_ms + coalesce(n.length_ms, 0) end as end_ms,
  -- A row that repeats an earlier row of its own source is no play of its own.
  {% if way.overlaps %}
  case when e.object is not null then true else false end as is_echo
  {% else %}
  case when n.instant_ms - n.before_ms < 20000 then true else false end as is_echo
  {% endif %}
from neighbours n
{% if way.overlaps %}
left join {{ ref('stg_overlaps') }} e on e.object = n.object and e.ordinal = n.ordinal
{% endif %}
)
{% if not loop.last %}union all{% endif %}
{% endfor %}
