{# One step of reconciliation: assigns each row of one voice (a source, and whether its times are starts or ends) to a
   play of the earlier voices, or to a new play. docs/reconciliation.md has the rules and their limits. How it works:
   pair rows and members of plays by id or title within reach of each other (fold_pairs), judge each pair by how well
   the times agree (fold_looks), then join rows and plays that are each other's best choice, in two rounds
   (fold_choices). `node` is dbt's `model`, whose name stands in voices(). Returns each row of the voice with its play,
   which is named by the play's first row. #}
{% macro fold(node) %}
{#- A unit test has a name of its own, and the id of the model that it tests. -#}
{%- set name = (node.tested_node_unique_id or node.unique_id).split('.') | last -%}
{%- set names = voices() | map(attribute='model') | list -%}
{%- set voice = voices()[names.index(name)] -%}
{%- set earlier = names[:names.index(name)] -%}
with incoming as (
  select
    user_id, object, ordinal, source, voice, time_basis, instant_ms, precision_ms, ts_ms, offline_start_ms,
    ms_played, length_ms, spotify_id, track_key, title_key
  from {{ ref('stg_plays') }}
  where voice = '{{ voice.source }}:{{ voice.side }}' and not is_echo
),

{% if not earlier %}
settled as (
  select object, ordinal, object as play_object, ordinal as play_ordinal from incoming where 1 = 0
)
{% else %}
{{ fold_members(earlier) }}
{{ fold_minute_pairs(voice) }}
{{ fold_pairs() }}
{{ fold_looks() }}
{{ fold_choices() }}
{% endif %}

select
  i.user_id, i.object, i.ordinal, i.source, i.voice, i.time_basis, i.instant_ms, i.precision_ms, i.ts_ms,
  i.offline_start_ms, i.ms_played,
  {% if earlier %}
  -- A row without a length gets that of its play: else its end would count as its start, too, and in a loop the start
  -- of the next repeat would pair with it.
  coalesce(i.length_ms, f.length_ms) as length_ms,
  {% else %}
  i.length_ms,
  {% endif %}
  i.spotify_id, i.track_key, i.title_key,
  coalesce(s.play_object, i.object) as play_object,
  coalesce(s.play_ordinal, i.ordinal) as play_ordinal
from incoming i
left join settled s on s.object = i.object and s.ordinal = i.ordinal
{% if earlier %}
left join members f on f.object = s.play_object and f.ordinal = s.play_ordinal
{% endif %}
{% endmacro %}

{# `members`: the rows of earlier voices, with their plays; none if nothing comes in. #}
{% macro fold_members(earlier) %}
members as (
  {% for model in earlier %}
  select user_id, object, ordinal, source, time_basis, instant_ms, precision_ms, ts_ms, offline_start_ms, ms_played, length_ms,
    spotify_id, title_key, play_object, play_ordinal
  from {{ ref(model) }}
  where exists (select 1 from incoming)
  {% if not loop.last %}union all{% endif %}
  {% endfor %}
),
{% endmacro %}

{# `minute_pairs`: what account rows are paired by before all else; none for other voices. #}
{% macro fold_minute_pairs(voice) %}
{% if voice.source == 'account' %}
-- Account rows pair first with export rows of equal title, minute of ts and length, the k-th with the k-th.
incoming_minutes as (
  select object, ordinal, user_id, title_key, ms_played, instant_ms - 30000 as minute_ms,
    row_number() over (partition by user_id, title_key, ms_played, instant_ms
                       order by object nulls first, ordinal nulls first) as k
  from incoming where title_key is not null
),
member_minutes as (
  select play_object, play_ordinal, user_id, title_key, ms_played, ts_ms - ts_ms % 60000 as minute_ms,
    row_number() over (partition by user_id, title_key, ms_played, ts_ms - ts_ms % 60000
                       order by instant_ms nulls first, object nulls first, ordinal nulls first) as k
  from members where source = 'export' and title_key is not null
),
minute_pairs as (
  select i.object, i.ordinal, m.play_object, m.play_ordinal
  from incoming_minutes i
  join member_minutes m on m.user_id = i.user_id and m.title_key = i.title_key and m.ms_played = i.ms_played
    and m.minute_ms = i.minute_ms and m.k = i.k
),
{% else %}
minute_pairs as (
  select object, ordinal, object as play_object, ordinal as play_ordinal from incoming where 1 = 0
),
{% endif %}
{% endmacro %}

{# `pairs`: each row with the members that have its id or title and are within reach. #}
{% macro fold_pairs() %}
-- To avoid comparing all rows with all members, time is cut into buckets of two hours: a member is in one (an offline
-- row also in that of its sync time), and a row looks into three. Pairs outside a member's reach are dropped: a pause
-- of 20 minutes, a tolerance and both lengths, each twice to be generous. Without the reach, loops of one song would
-- make a hundred pairs per bucket. The columns are few on purpose: millions of these rows are sorted or hashed.
anchors as (
  select
    user_id, time_basis, instant_ms, precision_ms, ts_ms, offline_start_ms, ms_played, length_ms, spotify_id, title_key,
    play_object, play_ordinal,
    anchor_ms - anchor_ms % 7200000 as bucket,
    least(anchor_ms, coalesce(offline_start_ms, anchor_ms)) - 2 * coalesce(length_ms, 0) - 1320000 as reach_from_ms,
    anchor_ms + 2 * coalesce(length_ms, 0) + 1320000 as reach_to_ms
  from (
    select m.*, case when a.at_sync = 1 then ts_ms else instant_ms end as anchor_ms
    from members m
    cross join (select 0 as at_sync union all select 1) a
    where a.at_sync = 0 or (ts_ms is not null and ts_ms <> instant_ms)
  ) placed
),
unpaired as (
  select
    i.object, i.ordinal, i.user_id, i.source, i.time_basis, i.instant_ms, i.precision_ms, i.ms_played, i.length_ms, i.spotify_id,
    i.title_key,
    i.instant_ms - i.instant_ms % 7200000 + b.shift as bucket,
    i.instant_ms - 2 * coalesce(i.length_ms, 0) as earliest_ms,
    i.instant_ms + 2 * coalesce(i.length_ms, 0) as latest_ms
  from incoming i
  cross join (select -7200000 as shift union all select 0 union all select 7200000) b
  left join minute_pairs p on p.object = i.object and p.ordinal = i.ordinal
  where p.object is null
),
-- Pairs share the Spotify id or the title key; if both are equal, the id alone makes the pair.
pairs as (
  {% for meet in [
    'm.spotify_id = r.spotify_id',
    'm.title_key = r.title_key and (m.spotify_id <> r.spotify_id or m.spotify_id is null or r.spotify_id is null)'] %}
  select
    r.object, r.ordinal, r.source, r.instant_ms, m.play_object, m.play_ordinal, m.instant_ms as member_instant_ms,
    r.precision_ms > 1000 or m.precision_ms > 1000 as is_rounded,
    r.time_basis as row_basis, m.time_basis as member_basis, m.ts_ms as member_ts_ms,
    -- A length is the row's own, else its partner's.
    coalesce(r.length_ms, m.length_ms, 0) as row_length_ms,
    coalesce(m.length_ms, r.length_ms, 0) as member_length_ms,
    -- The tolerance is 30 s if both give ends to the second, else 60 s.
    m.offline_start_ms,
    case when r.time_basis = 'end' and m.time_basis = 'end' and r.precision_ms <= 1000 and m.precision_ms <= 1000
      then 30000 else 60000 end as tolerance_ms,
    -- A pair is unlikely if both lengths are known and differ, or if a source that lists no play under 30 s would show one.
    case when (r.ms_played is not null and m.ms_played is not null and r.ms_played <> m.ms_played)
      or (r.source not in ('export', 'account') and m.ms_played is not null and m.ms_played < 30000)
      then 1 else 0 end as unlikely
  from unpaired r
  join anchors m on m.user_id = r.user_id and m.bucket = r.bucket and {{ meet }}
    and r.latest_ms >= m.reach_from_ms and r.earliest_ms <= m.reach_to_ms
  {% if not loop.last %}union all{% endif %}
  {% endfor %}
),
{% endmacro %}

{# `candidates`: each pair with its look: 0 the sides agree, 1 one is inside the other, 2 a pause lies between them. #}
{% macro fold_looks() %}
sided as (
  select *,
    coalesce(offline_start_ms,
      case when member_basis = 'end' then member_instant_ms - member_length_ms else member_instant_ms end) as member_start_ms,
    case when member_basis = 'end' then member_instant_ms else member_instant_ms + member_length_ms end as member_end_ms,
    case when row_basis = 'end' then instant_ms - row_length_ms else instant_ms end as row_start_ms,
    case when row_basis = 'end' then instant_ms else instant_ms + row_length_ms end as row_end_ms
  from pairs
),
looked as (
  select
    *,
    -- The distance on the side (start or end) that the row gives; for account rows also to ts.
    least(
      abs(case when row_basis = 'end' then row_end_ms - member_end_ms else row_start_ms - member_start_ms end),
      case when source = 'account' and member_ts_ms is not null then abs(row_end_ms - member_ts_ms)
        else abs(case when row_basis = 'end' then row_end_ms - member_end_ms else row_start_ms - member_start_ms end)
      end) as side_distance_ms,
    -- Whether the instant of one is inside the span of the other.
    (instant_ms >= member_start_ms - tolerance_ms and instant_ms <= member_end_ms + tolerance_ms)
      or (member_instant_ms >= row_start_ms - tolerance_ms and member_instant_ms <= row_end_ms + tolerance_ms) as is_inside,
    -- The length of the pause, if one row gives the start and the other the end.
    case
      when row_basis = 'start' and member_basis = 'end' then member_instant_ms - instant_ms - member_length_ms
      when row_basis = 'end' and member_basis = 'start' then instant_ms - member_instant_ms - row_length_ms
      -- An offline row of the export knows its start; its end is computed, without pauses.
      when row_basis = 'end' and member_ts_ms > member_instant_ms then instant_ms - offline_start_ms - member_length_ms
    end as pause_ms
  from sided
),
candidates as (
  select
    l.object, l.ordinal, l.play_object, l.play_ordinal, l.unlikely, l.side_distance_ms, l.member_instant_ms,
    case
      when l.side_distance_ms <= l.tolerance_ms then 0
      when not l.is_rounded and l.is_inside then 1
      when not l.is_rounded and l.pause_ms >= 0 and l.pause_ms <= 1200000 then 2
    end as look
  from looked l
),
{% endmacro %}

{# `settled`: rows with their plays, after two rounds in which rows and plays choose each other. #}
{% macro fold_choices() %}
allowed as (
  select c.* from candidates c join {{ ref('looks') }} k on k.look = c.look
  where k.enabled
    and not exists (
      select 1 from minute_pairs p where p.play_object = c.play_object and p.play_ordinal = c.play_ordinal)
),
best as (
  select * from (
    select *, row_number() over (
      partition by ordinal, play_ordinal, object, play_object
      order by look nulls last, unlikely nulls last, side_distance_ms nulls last, member_instant_ms nulls last) as place
    from allowed) one
  where place = 1
),
{% set choices %}
      row_number() over (
        partition by ordinal, object
        order by look nulls last, unlikely nulls last, side_distance_ms nulls last, member_instant_ms nulls last,
          play_object nulls last, play_ordinal nulls last) as row_choice,
      row_number() over (
        partition by play_ordinal, play_object
        order by look nulls last, unlikely nulls last, side_distance_ms nulls last, member_instant_ms nulls last,
          object nulls last, ordinal nulls last) as play_choice
{% endset %}
chosen_1 as (
  select object, ordinal, play_object, play_ordinal, look, unlikely, side_distance_ms, member_instant_ms,
    case when row_choice = 1 and play_choice = 1 then 1 else 0 end as is_pair
  from (select best.*, {{ choices }} from best) one
),
-- Rows and plays of the first round's pairs leave the second round. This uses window functions: with `not exists`
-- PostgreSQL misjudges the row count and picks a nested loop.
left_over as (
  select * from (
    select *,
      max(is_pair) over (partition by ordinal, object) as is_row_taken,
      max(is_pair) over (partition by play_ordinal, play_object) as is_play_taken
    from chosen_1) told
  where is_row_taken = 0 and is_play_taken = 0
),
chosen_2 as (
  select * from (select left_over.*, {{ choices }} from left_over) two
  where row_choice = 1 and play_choice = 1
),
settled as (
  select object, ordinal, play_object, play_ordinal from minute_pairs
  union all
  select object, ordinal, play_object, play_ordinal from chosen_1 where is_pair = 1
  union all
  select object, ordinal, play_object, play_ordinal from chosen_2
)
{% endmacro %}
