-- Genres of an artist, from the newest answer that has any; of several artists of one name, the artist of stg_artists.
-- Spotify calls genres deprecated, so an answer without genres removes none.
with told as (
  select a.artist_key, g.genre, g.spotify_id, r.kind, w.answered_ms, min(g.place) as place,
    dense_rank() over (partition by a.artist_key order by w.answered_ms desc nulls last, g.object nulls last, g.ordinal nulls last) as age
  from {{ source('raw', 'artist_genres') }} g
  left join {{ source('raw', 'artist_merges') }} m on m.artist_key = g.artist_key
  join {{ ref('stg_artists') }} a on a.artist_key = coalesce(m.merged_into, g.artist_key) and a.spotify_id = g.spotify_id
  join {{ source('raw', 'artists') }} r on r.object = g.object and r.ordinal = g.ordinal
  left join {{ source('raw', 'answers') }} w on w.object = g.object
  group by a.artist_key, g.genre, g.spotify_id, r.kind, w.answered_ms, g.object, g.ordinal
)
select artist_key, genre, spotify_id, 'spotify' as source, kind, answered_ms,
  row_number() over (partition by artist_key order by place nulls last, genre nulls last) as place
from told
where age = 1
