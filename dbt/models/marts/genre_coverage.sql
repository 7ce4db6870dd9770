-- How much of the plays has a genre at all: artists without a genre are in no row of features_genres.
with artists as (
  select user_id, artist_key, {{ play_counts() }}
  from {{ ref('int_feature_plays') }}
  group by user_id, artist_key
),
named as (
  select artist_key, min(answered_at) as oldest_at, max(answered_at) as newest_at from {{ ref('artist_genres') }} group by artist_key
),
c as (
  select
    a.user_id,
    count(a.artist_key) as artists_played,
    count(s.artist_key) as artists_answered,
    count(g.artist_key) as artists_with_genre,
    {%- for w in windows() %}
    cast(sum(a.plays_{{ w.name }}) as bigint) as plays_{{ w.name }},
    cast(coalesce(sum(case when g.artist_key is not null then a.plays_{{ w.name }} end), 0) as bigint) as plays_with_genre_{{ w.name }},
    {%- endfor %}
    min(g.oldest_at) as oldest_answer_at,
    max(g.newest_at) as newest_answer_at
  from artists a
  left join {{ ref('stg_artists') }} s on s.artist_key = a.artist_key
  left join named g on g.artist_key = a.artist_key
  group by a.user_id
)
select
  user_id, artists_played, artists_answered, artists_with_genre,
  {{ ratio('artists_with_genre', 'artists_played') }} as share_artists,
  {%- for w in windows() %}
  plays_{{ w.name }}, plays_with_genre_{{ w.name }},
  {{ ratio('plays_with_genre_' ~ w.name, 'plays_' ~ w.name) }} as share_plays_{{ w.name }},
  {%- endfor %}
  oldest_answer_at, newest_answer_at
from c
