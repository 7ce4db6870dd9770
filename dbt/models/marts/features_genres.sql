-- An artist has a genre once, so a play counts once in each genre of its artist, or of the artists that its credit names.
-- Shares of all genres add up to more than 1.
{% set plays %}
  select p.*, g.genre
  from {{ ref('int_feature_plays') }} p
  join (
    select distinct c.credit_key, g.genre
    from {{ ref('int_artist_credits') }} c
    join {{ ref('artist_genres') }} g on g.artist_key = c.artist_key
  ) g on g.credit_key = p.artist_key
{% endset %}
{{ features_of('genre', plays) }},
artists as (
  select
    g.genre, count(*) as artists_known,
    cast(sum(d.recordings) as bigint) as recordings_known,
    cast(sum(coalesce(d.recordings_released, d.recordings)) as bigint) as recordings_released
  from {{ ref('artist_genres') }} g
  join {{ ref('dim_artists') }} d on d.artist_key = g.artist_key
  group by g.genre
),
played as (
  select p.user_id, g.genre, count(*) as artists_played
  from (
    select distinct p.user_id, c.artist_key
    from {{ ref('int_feature_plays') }} p
    join {{ ref('int_artist_credits') }} c on c.credit_key = p.artist_key
  ) p
  join {{ ref('artist_genres') }} g on g.artist_key = p.artist_key
  group by p.user_id, g.genre
)
select
  c.user_id, c.genre,
  {{ columns_of_features() }},
  p.artists_played, a.artists_known, a.recordings_known, a.recordings_released,
  {{ ratio('c.recordings_played', 'a.recordings_released') }} as share_released
from c
join artists a on a.genre = c.genre
join played p on p.user_id = c.user_id and p.genre = c.genre
