-- A play counts exactly once in each genre of its artists.
with told as (
  select p.user_id, g.genre, count(distinct p.play_id) as plays
  from {{ ref('fct_plays') }} p
  join {{ ref('dim_tracks') }} t on t.track_key = p.track_key
  join {{ ref('int_artist_credits') }} c on c.credit_key = t.artist_key
  join {{ ref('artist_genres') }} g on g.artist_key = c.artist_key
  where p.counted
  group by p.user_id, g.genre
)
select coalesce(t.user_id, f.user_id) as user_id, coalesce(t.genre, f.genre) as genre, t.plays, f.plays_life
from told t full join {{ ref('features_genres') }} f on f.user_id = t.user_id and f.genre = t.genre
where t.genre is null or f.genre is null or t.plays <> f.plays_life
