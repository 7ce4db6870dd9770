-- Decides, as the only place, which plays count in statistics and features, and which teach taste and training: by the
-- counting policy (vars of dbt_project.yml) and by the listener's rules (int_play_exclusions). The facts keep every
-- play. An unknown value passes: an API play has no ms_played.
{%- set least_ms = (var('count_min_seconds') | float * 1000) | round | int %}
{%- set least_share = var('count_min_share') | float %}
{%- if least_ms < 0 or least_share < 0 or least_share > 1 %}
  {{ exceptions.raise_compiler_error('count_min_seconds is 0 or more, count_min_share lies between 0 and 1') }}
{%- endif %}
select
  p.play_id,
  case
    when x.not_counted then false
    {%- if least_ms > 0 %}
    when p.ms_played < {{ least_ms }} then false
    {%- endif %}
    {%- if least_share > 0 %}
    when p.ms_played < t.duration_ms * {{ '%.4f' | format(least_share) }} then false
    {%- endif %}
    {%- if not var('count_skips') %}
    when k.skipped then false
    {%- endif %}
    {%- if not var('count_incognito') %}
    when p.incognito then false
    {%- endif %}
    when p.play_id is not null then true
  end as counted,
  case when x.not_teaching then false else true end as teaches
from {{ ref('int_plays') }} p
join {{ ref('int_play_skips') }} k on k.play_id = p.play_id
left join {{ ref('stg_tracks') }} t on t.track_key = p.track_key
left join {{ ref('int_play_exclusions') }} x on x.play_id = p.play_id
