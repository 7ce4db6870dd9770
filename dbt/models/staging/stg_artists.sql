-- One row an artist by folded name; of several artists of one name the smallest id, of its answers the
-- greatest key.
with ranked as (
  select *,
    row_number() over (partition by artist_key order by spotify_id nulls last, object desc nulls last, ordinal nulls last) as place
  from {{ source('raw', 'artists') }}
  where artist_key is not null
)
select r.artist_key, r.spotify_id, r.image_url, r.kind, w.answered_ms
from ranked r
left join {{ source('raw', 'answers') }} w on w.object = r.object
where r.place = 1
