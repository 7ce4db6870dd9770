-- It has all plays that count, and plays with a genre are those of which an artist has one.
with named as (
  select distinct c.credit_key as artist_key
  from {{ ref('int_artist_credits') }} c
  join {{ ref('artist_genres') }} g on g.artist_key = c.artist_key
),
played as (
  select p.user_id, count(*) as plays, count(n.artist_key) as with_genre
  from {{ ref('fct_plays') }} p
  join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
  left join named n on n.artist_key = t.artist_key
  where p.counted
  group by p.user_id
)
select coalesce(p.user_id, c.user_id) as user_id
from played p full join {{ ref('genre_coverage') }} c on c.user_id = p.user_id
where p.user_id is null or c.user_id is null or p.plays <> c.plays_life or p.with_genre <> c.plays_with_genre_life
  or c.artists_with_genre > c.artists_answered or c.artists_answered > c.artists_played
  or c.plays_quarter > c.plays_year or c.plays_with_genre_year > c.plays_year
