-- Every play that counts is counted for one recording, and for at most one artist and one album. The quarter's plays
-- are among the year's, the year's among those of the life.
with played as (
  select p.user_id, count(*) as plays, count(t.artist_key) as of_artists, count(t.album_key) as of_albums
  from {{ ref('fct_plays') }} p
  join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
  where p.counted
  group by p.user_id
),
features as (
  select user_id, 'recordings' as what, plays_life, plays_year, plays_quarter, skips_life, skip_known_life, skips_year,
    skip_known_year, skips_quarter, skip_known_quarter, skips_measured_life, skip_measured_life, months_life as months,
    first_played_at, last_played_at, first_heard_at
  from {{ ref('features_recordings') }}
  {% for what in ['artists', 'albums', 'genres'] %}
  union all
  select user_id, '{{ what }}' as what, plays_life, plays_year, plays_quarter, skips_life, skip_known_life, skips_year,
    skip_known_year, skips_quarter, skip_known_quarter, skips_measured_life, skip_measured_life, months_played as months,
    first_played_at, last_played_at, first_heard_at
  from {{ ref('features_' ~ what) }}
  {% endfor %}
),
lives as (
  select user_id, what, cast(sum(plays_life) as bigint) as plays from features group by user_id, what
)
{% for what, plays in [('recordings', 'plays'), ('artists', 'of_artists'), ('albums', 'of_albums')] %}
select p.user_id, '{{ what }} add up' as what
from played p
left join lives l on l.user_id = p.user_id and l.what = '{{ what }}'
where p.{{ plays }} <> coalesce(l.plays, 0)
union all
{% endfor %}
select user_id, what
from features
where plays_quarter > plays_year or plays_year > plays_life or months > plays_life or first_played_at > last_played_at
  or first_heard_at < first_played_at or first_heard_at > last_played_at or skip_known_life > plays_life
  or skips_life > skip_known_life or skips_year > skip_known_year or skips_quarter > skip_known_quarter
  or skip_known_quarter > skip_known_year or skip_known_year > skip_known_life
  or skips_measured_life > skip_measured_life or skip_measured_life > skip_known_life or skips_measured_life > skips_life
