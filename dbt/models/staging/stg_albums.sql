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
select album_key, spotify_id, album_type, release_date, total_tracks, upc, image_url
from ranked
where place = 1
