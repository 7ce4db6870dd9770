{%- set weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] -%}
{%- set hours = [] -%}
{%- for hour in range(24) %}{% do hours.append('plays_hour_' ~ '%02d' | format(hour)) %}{% endfor -%}
with counted as (
  select
    user_id, recording_key,
    {{ play_counts() }},
    min(started_at) as first_played_at,
    max(started_at) as last_played_at,
    min(started_at) filter (where is_heard) as first_heard_at,
    max(started_at) filter (where is_heard) as last_heard_at,
    {{ skip_counts() }},
    count(distinct local_date) as days_life,
    count(distinct session_id) as sessions_life,
    count(*) filter (where ms_played is not null and duration_ms > 0) as length_known_life,
    cast(coalesce(sum(case when duration_ms > 0 then ms_played end), 0) as bigint) as ms_played_known,
    cast(coalesce(sum(case when ms_played is not null and duration_ms > 0 then duration_ms end), 0) as bigint) as ms_length_known,
    count(session_millionths) as session_placed,
    cast(coalesce(sum(session_millionths), 0) as bigint) as session_millionths,
    count(*) filter (where starts_session) as session_starts,
    count(*) filter (where ends_session) as session_ends,
    count(*) filter (where is_repeat) as repeats_life,
    {%- for name in weekdays %}
    cast(count(*) filter (where iso_weekday = {{ loop.index }}) as integer) as plays_{{ name }},
    {%- endfor %}
    {%- for name in hours %}
    cast(count(*) filter (where local_hour = {{ loop.index0 }}) as integer) as {{ name }}{{ '' if loop.last else ',' }}
    {%- endfor %}
  from {{ ref('int_feature_plays') }}
  group by user_id, recording_key
),
months as (
  select user_id, recording_key, count(*) as months_life, max(plays) as plays_month_most
  from (
    select user_id, recording_key, month_number, count(*) as plays
    from {{ ref('int_feature_plays') }}
    group by user_id, recording_key, month_number
  ) monthly
  group by user_id, recording_key
)
select
  c.user_id, c.recording_key, c.plays_life, c.plays_year, c.plays_quarter,
  c.first_played_at, c.last_played_at, c.first_heard_at, c.last_heard_at,
  c.days_life, c.sessions_life, m.months_life, m.plays_month_most,
  c.length_known_life, c.ms_played_known, c.ms_length_known,
  {{ ratio('c.ms_played_known', 'c.ms_length_known') }} as share_listened,
  {{ skip_columns() }},
  c.session_placed,
  {{ ratio('c.session_millionths', 'c.session_placed * 1000000') }} as session_position,
  c.session_starts, c.session_ends,
  {{ ratio('c.session_starts', 'c.plays_life') }} as share_session_starts,
  {{ ratio('c.session_ends', 'c.plays_life') }} as share_session_ends,
  c.repeats_life,
  {{ ratio('c.repeats_life', 'c.plays_life') }} as repeat_rate,
  -- If several are played equally often, the first.
  cast(case greatest({% for name in weekdays %}c.plays_{{ name }}{{ '' if loop.last else ', ' }}{% endfor %})
    {%- for name in weekdays %} when c.plays_{{ name }} then {{ loop.index }}{% endfor %} end as smallint) as weekday_most,
  cast(case greatest({% for name in hours %}c.{{ name }}{{ '' if loop.last else ', ' }}{% endfor %})
    {%- for name in hours %} when c.{{ name }} then {{ loop.index0 }}{% endfor %} end as smallint) as hour_most,
  {% for name in weekdays %}c.plays_{{ name }}, {% endfor %}
  {% for name in hours %}c.{{ name }}{{ '' if loop.last else ', ' }}{% endfor %}
from counted c
join months m on m.user_id = c.user_id and m.recording_key = c.recording_key
