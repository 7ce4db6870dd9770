-- One row per artist by folded name; the names of one id are one artist. Of several artists of one name, the one with
-- the smallest id; of its answers, the one with the greatest key.
with ranked as (
  select r.object, r.spotify_id, r.image_url, r.kind, coalesce(m.merged_into, r.artist_key) as artist_key,
    row_number() over (
      partition by coalesce(m.merged_into, r.artist_key) order by r.spotify_id nulls last, r.object desc nulls last, r.ordinal nulls last) as place
  from {{ source('raw', 'artists') }} r
  left join {{ source('raw', 'artist_merges') }} m on m.artist_key = r.artist_key
  where r.artist_key is not null
)
select r.artist_key, r.spotify_id, r.image_url, r.kind, w.answered_ms
from ranked r
left join {{ source('raw', 'answers') }} w on w.object = r.object
where r.place = 1
