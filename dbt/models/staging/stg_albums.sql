-- One row per album by folded names, from the album's own answer, else from a list or track that names it. Of several
-- editions of one name, the one with the smallest id.
with ranked as (
  select
    a.object, a.spotify_id, a.artist_spotify_id, a.album_type, a.release_date, a.total_tracks, a.upc, a.label, a.image_url, a.kind,
    coalesce(b.merged_into, a.album_key) as album_key, coalesce(m.merged_into, a.artist_key) as artist_key,
    row_number() over (
      partition by coalesce(b.merged_into, a.album_key)
      order by case when a.kind = 'album' then 0 else 1 end, a.spotify_id nulls last, a.object nulls last, a.ordinal nulls last) as place
  from {{ source('raw', 'albums') }} a
  left join {{ source('raw', 'album_merges') }} b on b.album_key = a.album_key
  left join {{ source('raw', 'artist_merges') }} m on m.artist_key = a.artist_key
  where a.album_key is not null
)
select
  r.album_key, r.artist_key, r.spotify_id, r.artist_spotify_id, r.album_type, r.release_date, r.total_tracks, r.upc, r.label, r.image_url,
  r.kind, w.answered_ms
from ranked r
left join {{ source('raw', 'answers') }} w on w.object = r.object
where r.place = 1
