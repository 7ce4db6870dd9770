{# Returns a ratio: one division of doubles, done last; null if the divisor is 0. #}
{% macro ratio(part, whole) -%}
  cast({{ part }} as double precision) / nullif({{ whole }}, 0)
{%- endmacro %}

{# The windows over which plays and skips of int_feature_plays are counted, for a select with group by. Measured skips
   (an export says so) are counted separately; the others are estimated (plays that only the API knows, whose skip rates
   are low). #}
{% macro windows() %}
  {{ return([{'name': 'life', 'also': ''}, {'name': 'year', 'also': ' and in_year'}, {'name': 'quarter', 'also': ' and in_quarter'}]) }}
{% endmacro %}

{% macro play_counts() -%}
  count(*) as plays_life,
  count(*) filter (where in_year) as plays_year,
  count(*) filter (where in_quarter) as plays_quarter
{%- endmacro %}

{% macro skip_counts() -%}
  {%- for w in windows() %}
  count(*) filter (where skipped{{ w.also }}) as skips_{{ w.name }},
  count(*) filter (where skip_basis is not null{{ w.also }}) as skip_known_{{ w.name }},
  count(*) filter (where skipped and skip_basis = 'measured'{{ w.also }}) as skips_measured_{{ w.name }},
  count(*) filter (where skip_basis = 'measured'{{ w.also }}) as skip_measured_{{ w.name }}
  {%- if not loop.last %},{% endif %}
  {%- endfor %}
{%- endmacro %}

{# Selects the columns of skip_counts() from the relation `c`, with their rates. #}
{% macro skip_columns() -%}
  {%- for w in windows() %}
  c.skips_{{ w.name }}, c.skip_known_{{ w.name }}, c.skips_measured_{{ w.name }}, c.skip_measured_{{ w.name }},
  {{ ratio('c.skips_' ~ w.name, 'c.skip_known_' ~ w.name) }} as skip_rate_{{ w.name }},
  {{ ratio('c.skips_measured_' ~ w.name, 'c.skip_measured_' ~ w.name) }} as skip_rate_measured_{{ w.name }},
  {{ ratio('(c.skips_' ~ w.name ~ ' - c.skips_measured_' ~ w.name ~ ')', 'c.skip_known_' ~ w.name ~ ' - c.skip_measured_' ~ w.name) }}
    as skip_rate_estimated_{{ w.name }}
  {%- if not loop.last %},{% endif %}
  {%- endfor %}
{%- endmacro %}

{# Features of the artist, album or genre of recordings: the head of a query, up to the relation `c`. `plays` selects
   rows of int_feature_plays with that key, at most one per play and key. #}
{% macro features_of(key, plays) -%}
with plays as (
  {{ plays }}
),
counted as (
  select
    user_id, {{ key }},
    {{ play_counts() }},
    min(started_at) as first_played_at,
    max(started_at) as last_played_at,
    min(started_at) filter (where is_heard) as first_heard_at,
    count(distinct recording_key) as recordings_played,
    count(distinct month_number) as months_played,
    min(month_number) filter (where is_heard) as heard_month,
    max(month_number) as last_month,
    {{ skip_counts() }}
  from plays
  group by user_id, {{ key }}
),
-- Loyalty: the months with a play, of all months since it was first heard.
loyal as (
  select f.user_id, f.{{ key }}, count(*) as months_loyal
  from (select distinct user_id, {{ key }}, month_number from plays) m
  join counted f on f.user_id = m.user_id and f.{{ key }} = m.{{ key }} and m.month_number >= f.heard_month
  group by f.user_id, f.{{ key }}
),
totals as (
  select user_id, {{ play_counts() }} from {{ ref('int_feature_plays') }} group by user_id
),
c as (
  select
    f.*, coalesce(l.months_loyal, 0) as months_loyal,
    cast(greatest(u.as_of_month, f.last_month) - f.heard_month + 1 as bigint) as months_known,
    t.plays_life as all_life, t.plays_year as all_year, t.plays_quarter as all_quarter
  from counted f
  join totals t on t.user_id = f.user_id
  join {{ ref('int_user_now') }} u on u.user_id = f.user_id
  left join loyal l on l.user_id = f.user_id and l.{{ key }} = f.{{ key }}
)
{%- endmacro %}

{# The columns of features_of(), without user and key. #}
{% macro columns_of_features() -%}
  c.plays_life, c.plays_year, c.plays_quarter,
  {{ ratio('c.plays_life', 'c.all_life') }} as share_life,
  {{ ratio('c.plays_year', 'c.all_year') }} as share_year,
  {{ ratio('c.plays_quarter', 'c.all_quarter') }} as share_quarter,
  c.first_played_at, c.last_played_at, c.first_heard_at,
  c.recordings_played, c.months_played, c.months_loyal, c.months_known,
  {{ ratio('c.months_loyal', 'c.months_known') }} as loyalty,
  {{ skip_columns() }}
{%- endmacro %}
