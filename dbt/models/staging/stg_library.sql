-- Things that the listener has saved or banned now: from the newest whole reading of the API; kinds of things that no
-- reading shows, from account data. Only account data lists banned things.
with named as (
  select l.user_id, l.object, l.ordinal, l.source, l.item_kind, l.track_key, coalesce(a.merged_into, l.artist_key) as artist_key,
    coalesce(b.merged_into, l.album_key) as album_key, l.name
  from {{ source('raw', 'library') }} l
  left join {{ source('raw', 'artist_merges') }} a on a.artist_key = l.artist_key
  left join {{ source('raw', 'album_merges') }} b on b.album_key = l.album_key
)

select l.user_id, l.object, l.ordinal, l.source, l.item_kind, l.track_key, l.artist_key, l.album_key, l.name
from named l
join {{ ref('stg_lists') }} s on s.user_id = l.user_id and s.object = l.object
where l.source = 'api'
union all
select l.user_id, l.object, l.ordinal, l.source, l.item_kind, l.track_key, l.artist_key, l.album_key, l.name
from named l
where l.source <> 'api'
  and not exists (
    select 1 from {{ ref('stg_lists') }} s
    where s.user_id = l.user_id
      and (s.kind = 'saved_tracks' and l.item_kind = 'track' or s.kind = 'followed_artists' and l.item_kind = 'artist'))
