-- How much of the plays has a genre at all: artists without a genre are in no row of features_genres.
-- An artist counts once, however many credits name it; a play has a genre if one of its artists has one.
with credits as (
  select user_id, artist_key as credit_key, {{ play_counts() }}
  from {{ ref('int_feature_plays') }}
  group by user_id, artist_key
),
named as (
  select artist_key, min(answered_at) as oldest_at, max(answered_at) as newest_at from {{ ref('artist_genres') }} group by artist_key
),
artists as (
  select distinct r.user_id, c.artist_key from credits r join {{ ref('int_artist_credits') }} c on c.credit_key = r.credit_key
),
told as (
  select
    a.user_id, count(a.artist_key) as artists_played, count(s.artist_key) as artists_answered,
    count(g.artist_key) as artists_with_genre, min(g.oldest_at) as oldest_answer_at, max(g.newest_at) as newest_answer_at
  from artists a
  left join {{ ref('stg_artists') }} s on s.artist_key = a.artist_key
  left join named g on g.artist_key = a.artist_key
  group by a.user_id
),
with_genre as (
  select distinct c.credit_key from {{ ref('int_artist_credits') }} c join named g on g.artist_key = c.artist_key
),
played as (
  select
    r.user_id,
    {%- for w in windows() %}
    cast(sum(r.plays_{{ w.name }}) as bigint) as plays_{{ w.name }},
    cast(coalesce(sum(case when g.credit_key is not null then r.plays_{{ w.name }} end), 0) as bigint) as plays_with_genre_{{ w.name }}
    {{- "," if not loop.last }}
    {%- endfor %}
  from credits r
  left join with_genre g on g.credit_key = r.credit_key
  group by r.user_id
),
c as (
  select
    p.*, coalesce(t.artists_played, 0) as artists_played, coalesce(t.artists_answered, 0) as artists_answered,
    coalesce(t.artists_with_genre, 0) as artists_with_genre, t.oldest_answer_at, t.newest_answer_at
  from played p
  left join told t on t.user_id = p.user_id
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
