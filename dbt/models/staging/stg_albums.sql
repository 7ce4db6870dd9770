-- One row an album by folded names: what its own answer says, else what a list or a track beside it says; of several
-- editions of one name the smallest id.
with ranked as (
  select *,
    row_number() over (
      partition by album_key
      order by case when kind = 'album' then 0 else 1 end, spotify_id nulls last, object nulls last, ordinal nulls last) as place
  from {{ source('raw', 'albums') }}
  where album_key is not null
)
select
  r.album_key, r.artist_key, r.spotify_id, r.artist_spotify_id, r.album_type, r.release_date, r.total_tracks, r.upc, r.label, r.image_url,
  r.kind, w.answered_ms
from ranked r
left join {{ source('raw', 'answers') }} w on w.object = r.object
where r.place = 1
