-- One row a listen of music as its source means it: rows that a source shows twice fall away here, and the times of
-- both sides are worked out. Everything later reads this. Sources go their ways apart, so that each is sorted only for
-- what it needs: a million rows of an export are sorted once and not three times. Partitions begin with what tells most rows
-- apart: an engine that sorts them looks no further.
{% for way in [
  {'sources': "= 'account'", 'counts_copies': true, 'echoes': false},
  {'sources': "in ('listenbrainz', 'lastfm')", 'counts_copies': false, 'echoes': true},
  {'sources': "not in ('account', 'listenbrainz', 'lastfm')", 'counts_copies': false, 'echoes': false},
] %}
(
with music as (
  select
    p.user_id, p.object, p.ordinal, p.source, p.kind, p.time_basis,
    -- A play that Spotify shows again at another time keeps its first.
    coalesce(r.kept_ms, p.instant_ms) as instant_ms,
    p.precision_ms, p.ts_ms, p.offline_start_ms, p.ms_played, p.duration_ms, p.spotify_id, p.track_key, p.title_key,
    p.reason_start, p.reason_end, p.skipped, p.incognito,
    -- What the API shows is told apart by its address: names may be missing from a page, and local files have no id.
    case when p.source = 'api' then coalesce(p.uri, p.track_key) else p.track_key end as shown_key,
    o.fold_order,
    p.source || ':' || p.time_basis as voice,
    coalesce(p.ms_played, p.duration_ms) as length_ms
  from {{ source('raw', 'plays') }} p
  join {{ ref('source_order') }} o on o.source = p.source
  left join {{ source('raw', 'retimings') }} r
    on r.user_id = p.user_id and r.track_key = p.track_key and r.instant_ms = p.instant_ms and p.source = 'api'
  where p.kind in ('music', 'local') and p.source {{ way.sources }}
),

copies as (
  select
    *,
    {% if way.counts_copies %}
    -- Equal rows of a source are one play that was shown twice. In account data two real plays of a short song within
    -- a minute are equal rows, too: there the k-th of one object equals the k-th of another.
    row_number() over (
      partition by instant_ms, user_id, source, object, coalesce(ms_played, -1), track_key
      order by ordinal nulls first) as copy_number
    {% else %}
    cast(1 as bigint) as copy_number
    {% endif %}
  from music
),

ranked as (
  select
    *,
    row_number() over (
      partition by instant_ms, user_id, source, time_basis,
        case when source in ('export', 'account') then coalesce(ms_played, -1) else -1 end,
        shown_key, copy_number
      order by case when title_key is null then 1 else 0 end, object nulls first, ordinal nulls first) as shown
  from copies
),

firsts as (
  select * from ranked where shown = 1
),

neighbours as (
  select
    *,
    {% if way.echoes %}
    lag(instant_ms) over (
      partition by coalesce(title_key, track_key), user_id, source, time_basis
      order by instant_ms nulls first, object nulls first, ordinal nulls first) as before_ms
    {% else %}
    cast(null as bigint) as before_ms
    {% endif %}
  from firsts
)

select
  user_id, object, ordinal, source, fold_order, voice, kind, time_basis, instant_ms, precision_ms, ts_ms, offline_start_ms,
  ms_played, duration_ms, length_ms, spotify_id, track_key, title_key, reason_start, reason_end, skipped, incognito, copy_number,
  case when time_basis = 'end' then instant_ms - coalesce(length_ms, 0) else instant_ms end as start_ms,
  case when time_basis = 'end' then instant_ms else instant_ms + coalesce(length_ms, 0) end as end_ms,
  -- What an earlier row of its own source already stands for: no play of its own.
  case when instant_ms - before_ms < 20000 then true else false end as is_echo
from neighbours
)
{% if not loop.last %}union all{% endif %}
{% endfor %}
